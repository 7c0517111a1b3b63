/** Says in one or two lines what went wrong, for people. */
import { ClientError, ConnectionError, ProblemError, TimeoutError } from "@skillmeat-deployments/client";
import { FileError } from "../files/file-error.ts";

/** @returns a code for programs, and the lines */
export function explain(error: unknown): { code: string; message: string } {
  if (error instanceof ProblemError) return { code: error.code, message: problemOf(error) };
  if (error instanceof TimeoutError)
    return { code: "timeout", message: `The service does not answer: ${error.message}` };
  if (error instanceof ConnectionError)
    return { code: "unreachable", message: `The service cannot be reached: ${error.message}` };
  if (error instanceof ClientError) return { code: "unexpected-answer", message: error.message };
  if (error instanceof FileError) return { code: error.code, message: error.message };
  if (error instanceof DOMException && error.name === "AbortError") return { code: "aborted", message: "Aborted." };
  return {
    code: "internal",
    message: `Something failed that should not: ${error instanceof Error ? error.message : error}`,
  };
}

function problemOf({ status, code, detail, requestId, errors, retryAfter }: ProblemError): string {
  const id = requestId === undefined ? "" : ` (request ${requestId})`;
  if (status === 401)
    return `The service does not accept the API key: ${detail}\nRun skillmeat-deploy login, or set SKILLMEAT_API_KEY.`;
  if (status === 403) return `The API key is not allowed to do this: ${detail}`;
  if (status === 429)
    return `The service refuses more requests for now (429). Try again in ${retryAfter ?? "some"} seconds.`;
  const fields = errors.slice(0, 3).flatMap((e) => ("pointer" in e && e.pointer ? [`${e.pointer}: ${e.detail}`] : []));
  const more = fields.length > 0 && !fields.every((field) => detail.includes(field)) ? `\n${fields.join("; ")}` : "";
  return `The service answered ${status} ${code}: ${detail}${id}${more}`;
}
