/** The types of the recorder: its dependencies and the items of a batch. */
import type { PendingEvent } from "@skillmeat-deployments/core/model/events/event-row.ts";
import type { Table } from "@skillmeat-deployments/core/storage/verbs.ts";
import type { BatchDeps } from "../batch.ts";
import type { Images, StreamRecord } from "../stream.ts";

export type RecorderDeps = BatchDeps & {
  table: Table;
  /** Called after a batch that made events. */
  onEvents?: () => void;
};

/** A stream record with its images and its event. Undefined: it has no event. */
export type RecordedItem = { record: StreamRecord; images: Images; event: PendingEvent | undefined };
/** An item with an event. */
export type EventItem = RecordedItem & { event: PendingEvent };
