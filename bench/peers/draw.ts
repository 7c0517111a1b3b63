/**
 * Draws the charts of the results as SVG, without a browser. The argument is the directory of results.json. It runs in a
 * process of its own, because its library is installed only for the benchmark.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Results } from "../results.ts";

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const directory = process.argv[2] as string;
const file = join(directory, "results.json");
const results: Results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

const TEXT = { fontFamily: "sans-serif", color: "#24292f" };
const COLOURS = ["#0969da", "#9a6700", "#1a7f37", "#8250df", "#cf222e", "#57606a"];

function draw(name: string, height: number, text: string, option: EChartsCoreOption): void {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 760, height });
  const base = { animation: false, backgroundColor: "#ffffff", color: COLOURS, textStyle: TEXT };
  chart.setOption({ ...base, title: { ...TITLE, text }, ...option });
  // The styles are those of a pointer over the chart. A reader that cannot see it gets its title.
  const svg = chart.renderToSVGString().replace(/<style[\s\S]*<\/style>\n?/, "");
  writeFileSync(join(directory, name), svg.replace(/^<svg [^>]*>/, `$&\n<title>${text}</title>`));
  chart.dispose();
}

const TITLE = { left: 16, top: 12, textStyle: { ...TEXT, fontSize: 15, fontWeight: "bold" } };
// Widths of text are estimated without a browser, so that the gaps leave room for wide fonts.
const legend = { right: 40, top: 12, itemGap: 36, textStyle: TEXT };
const axisLabel = { ...TEXT, fontSize: 12 };
const splitLine = { lineStyle: { color: "#d0d7de" } };

const cold = results.cold?.cold;
if (cold) {
  const series = (name: string, values: number[], rest: object) => ({
    name,
    type: "bar",
    stack: "start",
    barWidth: 24,
    data: values.map((value) => Math.round(value * 10) / 10),
    label: { show: true, formatter: "{c}", ...TEXT, color: "#ffffff" },
    ...rest,
  });
  draw("cold-start.svg", 110 + 50 * cold.length, "A cold start by part, in milliseconds", {
    legend,
    grid: { left: 170, right: 32, top: 56, bottom: 32 },
    xAxis: { type: "value", axisLabel, splitLine },
    yAxis: { type: "category", inverse: true, data: cold.map((bar) => bar.contender), axisLabel },
    series: [
      series(
        "module loading",
        cold.map((bar) => bar.import),
        {},
      ),
      series(
        "first request",
        cold.map((bar) => bar.first),
        {},
      ),
    ],
  });
}

const size = results.size?.size;
if (size) {
  draw("size.svg", 360, "Milliseconds against the number of neighbouring rows", {
    legend: { ...legend, orient: "vertical", top: 56, right: 16, itemGap: 12 },
    grid: { left: 56, right: 230, top: 56, bottom: 40 },
    xAxis: { type: "log", min: size.neighbours[0], max: size.neighbours.at(-1), axisLabel, splitLine },
    yAxis: { type: "log", axisLabel, splitLine },
    series: size.operations.map(({ name, ms }) => ({
      name,
      type: "line",
      symbolSize: 7,
      data: size.neighbours.map((n, i) => [n, Math.round((ms[i] as number) * 100) / 100]),
    })),
  });
}
