import { type BatchEvent, createProgressRenderer } from "@swe/batch";
import { describeError, systemClock } from "@swe/core";
import type { Io } from "../io.ts";

/** Where everything for the user goes. */
export interface Reporter extends Disposable {
  readonly onEvent: (event: BatchEvent) => void;
  readonly warn: (message: string) => void;
  /** Says something that is no result, on standard error. */
  readonly note: (text: string) => void;
  /** Tells why a run ended before its end. */
  stopped(reason: unknown, outlook: string): void;
  /** Prints the result: text for people, an object for programs. */
  result(text: string, value: object): void;
}

/** Progress goes to standard error and results to standard output; with `json` both are lines of JSON on standard output. */
export function createReporter(io: Io, json: boolean): Reporter {
  const stream = json ? io.stdout : io.stderr;
  const renderer = createProgressRenderer({
    stream,
    isTTY: stream.isTTY ?? false,
    columns: () => stream.columns,
    rows: () => stream.rows,
    ...(json ? { format: "ndjson" as const } : {}),
  });
  return {
    onEvent: (event) => {
      // Without a terminal a line for each step would bury the rest.
      const isStep = event.type === "attempt-phase" && event.phase.startsWith("step ");
      if (!isStep || json || stream.isTTY === true) renderer.onEvent(event);
    },
    warn: (message) => renderer.onEvent({ at: systemClock.now(), type: "warning", message }),
    note: (text) => (json ? void io.stderr.write(`${text}\n`) : renderer.note(text)),
    result: (text, value) => {
      renderer.close();
      io.stdout.write(json ? `${JSON.stringify({ type: "result", ...value })}\n` : `${text}\n`);
    },
    stopped: (reason, outlook) => {
      renderer.close();
      io.stderr.write(`stopped: ${describeError(reason)}\n${outlook}\n`);
    },
    [Symbol.dispose]: renderer.close,
  };
}
