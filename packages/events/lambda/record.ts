/** The Lambda handler of the recorder. It receives the stream records of resource rows. */
import { createRecorder } from "../record/recorder.ts";
import { consumerDeps, openTable } from "./composition.ts";

export const handler = createRecorder({ ...consumerDeps("record"), ...openTable() });
