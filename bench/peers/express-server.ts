/** The Express stack as an HTTP server. */
import type { AddressInfo } from "node:net";
import { reportUsage } from "../servers/usage.ts";
import { createExpressApp } from "./express-app.ts";

const server = createExpressApp().listen(0, "127.0.0.1", () => {
  reportUsage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => void server.close());
});
