/** A connection on which a test sends HTTP as text. */
import { connect } from "node:net";

export type RawConnection = {
  send(text: string): void;
  /** What was received so far. */
  received(): string;
  /** Resolves when the server has closed the connection. */
  closed: Promise<void>;
  /** Breaks the connection. */
  cut(): void;
};

export async function connectRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  let received = "";
  const socket = connect(Number(port), hostname);
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((done) => socket.once("close", () => done()));
  await new Promise((done) => socket.once("connect", done));
  return {
    send: (text) => void socket.write(text),
    received: () => received,
    closed,
    cut: () => socket.destroy(),
  };
}
