/** What the recorder works with, and one change on its way into a feed. */
import type { PendingEvent } from "@skillmeat-deployments/core/model/event-row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { BatchDeps } from "../batch.ts";
import type { Images, StreamRecord } from "../stream.ts";

export type RecorderDeps = BatchDeps & { table: Table };

/** A stream record, what it holds, and the event that it makes. */
export type RecordedItem = { record: StreamRecord; images: Images; event: PendingEvent | undefined };
/** One that makes an event. */
export type EventItem = RecordedItem & { event: PendingEvent };
