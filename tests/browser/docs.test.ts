/** The reference page in a browser: its forms are filled in, and what they send succeeds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Credentials, readCredentials } from "@skillmeat-deployments/local/credentials.ts";
import { DESCRIBED_ROUTES, successes } from "@skillmeat-deployments/testing/examples.ts";
import { runScript, type Script } from "@skillmeat-deployments/testing/process.ts";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.ts";

/** What a newcomer tries, in this order. `tests/api/examples.test.ts` sends the example of every operation. */
const TOUR = [
  "createProject",
  "createProfile",
  "createArtifact",
  "planDeployments",
  "recordDeployment",
  "listProjectEvents",
].map((id) => DESCRIBED_ROUTES.find((route) => route.id === id) as (typeof DESCRIBED_ROUTES)[number]);

describe.skipIf(CHROMIUM === undefined)("The reference page", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "docs-"));
  const complaints: string[] = [];
  let server: Script;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = runScript("packages/local/bin/start.ts", { env: { DATA_DIR: dataDir, PORT: "0" } });
    await server.prints("serves http");
    const { base_url } = readCredentials(dataDir) as Credentials;
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("request", (request) => request.url().startsWith(base_url) || complaints.push(request.url()));
    await page.goto(`${base_url}/docs`);
    await page.waitForSelector(".opblock");
  });
  afterAll(async () => {
    await browser?.close();
    // It ends its engine too.
    server.child.kill("SIGTERM");
    await server.exited;
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("begins with what the service is and how to get a key, and shows operations without their bodies", async () => {
    const introduction = await page.textContent(".info .description");
    expect(introduction).toContain("Get a key");
    expect(introduction).toContain(".data/credentials.json");
    expect(await page.locator(".opblock-body").count()).toBe(0);
    expect(await page.locator(".model-container").count()).toBe(0);
  });

  it("has a search box, which finds operations and webhooks by words of their path and texts", async () => {
    const found = async () => {
      const paths = page.locator(".opblock-summary-path");
      return [...new Set(await paths.evaluateAll((elements) => elements.map(({ textContent }) => textContent)))];
    };
    const search = (words: string) => page.fill(".operation-filter-input", words);
    const all = await found();
    expect(all.length).toBeGreaterThan(20);
    await search("tracker import");
    await expect.poll(found).toEqual(["/projects/{project_id}/deployments/import"]);
    await search("receive an event");
    await expect.poll(found).toContain("event");
    await search("nothing has these words");
    await expect.poll(found).toEqual([]);
    await search("");
    await expect.poll(found).toEqual(all);
  });

  it("sends the examples of a first tour as they stand, and gets a success", async () => {
    const { api_key } = readCredentials(dataDir) as Credentials;
    await page.click(".auth-wrapper .authorize");
    await page.locator(".modal-ux input").first().fill(api_key);
    await page.locator(".modal-ux .auth-btn-wrapper .authorize").first().click();
    await page.click(".modal-ux .btn-done");
    for (const route of TOUR) {
      const operation = page.locator(`#operations-${route.tag}-${route.id}`);
      await operation.locator(".opblock-summary-control").click();
      await operation.locator(".execute").click();
      const status = await operation.locator(".live-responses-table tbody .response-col_status").first().textContent();
      expect([route.id, successes(route)]).toEqual([
        route.id,
        expect.arrayContaining([Number.parseInt(status ?? "", 10)]),
      ]);
      await operation.locator(".opblock-summary-control").click();
    }
    expect(complaints).toEqual([]);
  });
});
