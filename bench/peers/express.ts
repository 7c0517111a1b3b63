/** The Express stack as a Lambda handler. */
import serverless from "serverless-http";
import { createExpressApp } from "./express-app.ts";

export const handler = serverless(createExpressApp());
