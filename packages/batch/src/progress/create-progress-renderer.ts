import { type Clock, systemClock } from "@swe/core";
import type { BatchEvent } from "../run/batch-event.ts";
import { eventLine } from "./event-line.ts";
import { type FrameSize, liveFrame } from "./live-frame.ts";
import { printable } from "./printable.ts";
import { initialState, reduceProgress } from "./progress-state.ts";

export interface ProgressRendererOptions {
  /** Where to write, normally standard error, or standard output for `ndjson`. */
  readonly stream: { write(text: string): unknown };
  /** True when `stream` is a terminal. */
  readonly isTTY: boolean;
  /** Columns of the terminal now. @default 80 */
  readonly columns?: number | (() => number | undefined) | undefined;
  /** Rows of the terminal now. @default 24 */
  readonly rows?: number | (() => number | undefined) | undefined;
  /**
   * `live`: a line for each running attempt, redrawn in place. `plain`: one line an event. `ndjson`: each event as JSON.
   * @default `live` on a terminal, else `plain`
   */
  readonly format?: "live" | "plain" | "ndjson" | undefined;
  readonly clock?: Clock | undefined;
}

export interface ProgressRenderer {
  /** To be given to `runBatch` as `onEvent`; bound, so it can be passed on as it is. */
  readonly onEvent: (event: BatchEvent) => void;
  /** Writes a line of its own above what is redrawn in place; nothing for `ndjson`. */
  readonly note: (text: string) => void;
  /** Leaves a clean terminal behind and stops the timer. Safe to call twice. */
  readonly close: () => void;
}

/** Shows the progress of a batch. Call `close()` in the end, whatever happened. */
export function createProgressRenderer(options: ProgressRendererOptions): ProgressRenderer {
  const { stream, isTTY, format = isTTY ? "live" : "plain" } = options;
  if (format === "live") return createLiveRenderer(options);
  const toText = format === "ndjson" ? toNdjson : (event: BatchEvent) => `${eventLine(event).text}\n`;
  return {
    onEvent: (event) => void stream.write(toText(event)),
    note: (text) => void (format === "ndjson" ? undefined : stream.write(`${printable(text)}\n`)),
    close: () => undefined,
  };
}

function toNdjson({ at, type, ...facts }: BatchEvent): string {
  return `${JSON.stringify({ type, time: new Date(at).toISOString(), ...facts })}\n`;
}

const redrawMs = 200;

function createLiveRenderer({ stream, columns, rows, clock = systemClock }: ProgressRendererOptions): ProgressRenderer {
  const closed = new AbortController();
  let state = initialState(clock.monotonic());
  let drawn = 0;
  let ticking: Promise<void> | undefined;

  // A terminal that does not know its size says 0.
  const size = (): FrameSize => ({ columns: read(columns) || 80, rows: read(rows) || 24 });
  const erase = (): string => (drawn === 0 ? "" : `\u001B[${drawn}A\r\u001B[J`);
  const frame = (): string => {
    const lines = liveFrame(state, clock.monotonic(), size());
    drawn = lines.length;
    return lines.map((line) => `${line}\n`).join("");
  };
  const tick = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(redrawMs, closed.signal);
      stream.write(erase() + frame());
    }
  };
  const close = (): void => {
    if (closed.signal.aborted) return;
    closed.abort();
    stream.write(erase());
    drawn = 0;
  };
  return {
    onEvent: (event) => {
      if (closed.signal.aborted) return;
      state = reduceProgress(state, event, clock.monotonic());
      const { text, isLasting } = eventLine(event);
      if (isLasting) {
        const above = `${erase()}${text}\n`;
        drawn = 0;
        stream.write(event.type === "batch-end" ? above : above + frame());
      }
      // The time shown goes on without events.
      ticking ??= tick().catch(() => undefined);
    },
    note: (text) => {
      const hasFrame = drawn > 0;
      const above = `${erase()}${printable(text)}\n`;
      stream.write(hasFrame ? above + frame() : above);
    },
    close,
  };
}

function read(value: number | (() => number | undefined) | undefined): number | undefined {
  return typeof value === "function" ? value() : value;
}
