/** The check that every test makes of every answer: what openapi.json does not allow is an error. */
import { EVENT_TYPES } from "@skillmeat-deployments/core/model/events/event-type.ts";
import { validateResponse } from "@skillmeat-deployments/testing/validate.ts";
import { describe, expect, it } from "vitest";

const HEADERS = { "content-type": "application/json", "x-request-id": "r", link: '</events?after=1>; rel="next"' };
/** An event whose data is not that of any type. */
const eventOf = (type: string) => ({
  specversion: "1.0",
  id: "01KGTPBX00M4Q8ZC2N6R5T7V9W",
  source: "/tenants/acme",
  type,
  subject: "/projects/p",
  time: "2026-03-10T05:16:23.000Z",
  datacontenttype: "application/json",
  dataschema: `https://service.test/events/schemas/${type}`,
  sequence: "00000000000000000001",
  data: { failures: 5 },
});
const validate = (type: string) =>
  validateResponse("GET", "/events", {
    status: 200,
    headers: new Headers(HEADERS),
    text: JSON.stringify([eventOf(type)]),
  });

describe("An event of a feed", () => {
  it.each(EVENT_TYPES)("of the type %s must have the data of its type", (type) => {
    expect(() => validate(type)).toThrow(/GET \/events 200/);
  });

  it("of another type can have any data", () => {
    expect(() => validate("skillmeat.future.happened")).not.toThrow();
  });
});
