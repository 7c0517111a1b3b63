/** The size of answers. */
import type { HttpRequest } from "@skillmeat-deployments/api/http/message.ts";
import { respond } from "@skillmeat-deployments/api/http/respond.ts";
import { expect, it } from "vitest";

const request: HttpRequest = {
  method: "GET",
  path: "/",
  query: "",
  address: undefined,
  header: () => null,
  body: () => null,
};
const exchange = () => ({ request, requestPath: "/", requestId: "r", headers: {} });
/** A text of three bytes a character. */
const text = (characters: number) => "漢".repeat(characters);

it.each(["json", "toml"] as const)(
  "An answer in %s of more than 5 MB is refused with 413; its bytes count",
  async (format) => {
    const answer = (characters: number) =>
      respond(exchange(), { status: 200, json: text(characters), toml: () => text(characters), change: "c" }, format);
    expect((await answer(1_660_000)).status).toBe(200);
    await expect(answer(1_670_000)).rejects.toMatchObject({ code: "too-large" });
  },
);
