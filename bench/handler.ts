/** Runs a bundled handler in a process of its own, with only the environment that it is given, as Lambda does. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type Event = APIGatewayProxyEventV2;
export type Answer = APIGatewayProxyStructuredResultV2;

/** The first moments of a process: milliseconds of the import and of the first request, CPU of both, what was loaded. */
export type Cold = { import: number; first: number; cpu: number; files: number; bytes: number; builtins: number };
/** Milliseconds of each request, and the CPU milliseconds of one. */
type Run = { ms: number[]; cpu: number };
/** Bytes after a garbage collection. */
export type Memory = { heapUsed: number; rss: number };

export type Handler = {
  cold: Cold;
  /** The answer to the first request. */
  answer: Answer;
  call(event: Event): Promise<Answer>;
  /** Sends requests one after the other. @throws if one does not succeed */
  run(events: readonly Event[]): Promise<Run>;
  /** Sends the requests in turn, `times` in all. The process must have been started with `--expose-gc`. */
  repeat(events: readonly Event[], times: number): Promise<Memory>;
  stop(): void;
};

export type HandlerOptions = {
  env: Record<string, string>;
  /** The first request. Undefined: none. */
  event?: Event | undefined;
  /** Whether to count what is loaded. Counting takes time, so the times of this process are not meaningful. */
  count?: boolean;
  execArgv?: string[];
};

/** Starts a handler and sends its first request. @param main the module of the handler */
export async function startHandler(main: string, options: HandlerOptions): Promise<Handler> {
  const { env, event = null, count = false, execArgv = [] } = options;
  const child = fork(join(import.meta.dirname, "invoke.mjs"), [JSON.stringify({ main, event, count })], {
    env,
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const reply = <T>() =>
    new Promise<T>((done, fail) => {
      const failed = (code: number | null) => fail(new Error(`The process of ${main} ended with ${code}`));
      child.once("exit", failed);
      child.once("message", (message) => {
        child.off("exit", failed);
        done(message as T);
      });
    });
  const ask = <T>(message: object) => {
    const answer = reply<T>();
    child.send(message);
    return answer;
  };
  const { cold, answer } = await reply<{ cold: Cold; answer: Answer }>();
  return {
    cold,
    answer,
    call: (next) => ask({ event: next }),
    run: (events) => ask({ events }),
    repeat: (events, times) => ask({ repeat: { events, times } }),
    stop: () => void child.kill("SIGKILL"),
  };
}
