import { createManualClock, type ManualClock } from "@swe/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type BatchEvent, createProgressRenderer, type ProgressRendererOptions } from "../index.ts";

let clock: ManualClock;
let written: string;
beforeEach(() => {
  clock = createManualClock(Date.UTC(2026, 0, 1));
  written = "";
});

const render = (options: Partial<ProgressRendererOptions> = {}): ReturnType<typeof createProgressRenderer> =>
  createProgressRenderer({ stream: { write: (text) => (written += text) }, isTTY: false, clock, ...options });
type Body = BatchEvent extends infer E ? (E extends unknown ? Omit<E, "at"> : never) : never;
const event = (body: Body): BatchEvent => ({ at: clock.now(), ...body });

const start = (total: number): BatchEvent => event({ type: "batch-start", total, alreadyDone: 1, concurrency: 2 });
const started = (key: string): BatchEvent => event({ type: "attempt-start", key, tryNumber: 0 });

/** What a terminal shows after these bytes: knows line feeds, moving up, and erasing downwards. */
function screen(text: string): string[] {
  const lines: string[] = [""];
  let row = 0;
  // oxlint-disable-next-line no-control-regex -- escape sequences are the subject
  for (const token of text.match(/\u001B\[\d*[AJ]|\r|\n|[^\u001B\r\n]+/g) ?? []) {
    if (token === "\n") row++;
    else if (token.endsWith("A") && token.startsWith("\u001B")) row -= Number(token.slice(2, -1));
    else if (token === "\u001B[J") lines.length = row;
    else if (token !== "\r") lines[row] = (lines[row] ?? "") + token;
    lines[row] ??= "";
  }
  return lines;
}

it("writes one line an event where there is no terminal", () => {
  const { onEvent, close } = render();
  onEvent(start(3));
  onEvent(started("a-1"));
  onEvent(event({ type: "attempt-phase", key: "a-1", phase: "build" }));
  onEvent(event({ type: "attempt-retry", key: "a-1", tryNumber: 1, delayMs: 61_000, reason: "engine gone" }));
  onEvent(event({ type: "attempt-end", key: "a-1", durationMs: 7_265_000, outcome: "resolved", label: "reward 1", cost: 0.5 }));
  onEvent(event({ type: "attempt-end", key: "a-2", durationMs: 1000, isCancelled: true }));
  onEvent(event({ type: "warning", message: "disk\u001B[31m is\nnearly full" }));
  onEvent(event({ type: "batch-stop", reason: "interrupted", isImmediate: true }));
  const totals = { total: 3, alreadyDone: 1, finished: 1, cancelled: 1, failed: 0, abandoned: 0, notStarted: 0 };
  onEvent(event({ type: "batch-end", durationMs: 500, ...totals }));
  close();
  expect(written.split("\n")).toEqual([
    "3 in all, 1 already done; 2 at a time",
    "a-1: started",
    "a-1: build",
    "a-1: engine gone; trying again in 1m01s",
    "a-1: resolved (reward 1) after 2h01m, $0.5000",
    "a-2: cancelled after 1s",
    "warning: disk is nearly full",
    "stopping at once: interrupted",
    "1 finished, 1 done before, 1 cancelled in 0s",
    "",
  ]);
});

it("writes each event as JSON on one line when asked to", () => {
  const { onEvent } = render({ format: "ndjson", isTTY: true });
  onEvent(start(3));
  onEvent(event({ type: "warning", message: "two\nlines" }));
  expect(
    written
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { type: "batch-start", time: "2026-01-01T00:00:00.000Z", total: 3, alreadyDone: 1, concurrency: 2 },
    { type: "warning", time: "2026-01-01T00:00:00.000Z", message: "two\nlines" },
  ]);
});

describe("on a terminal", () => {
  it("shows running attempts with phase and elapsed time, totals below, lasting lines above", async () => {
    const { onEvent, close } = render({ isTTY: true, columns: () => 80, rows: 24 });
    onEvent(start(4));
    onEvent(started("long-name-1"));
    onEvent(started("b-2"));
    onEvent(event({ type: "attempt-phase", key: "long-name-1", phase: "build" }));
    await clock.advance(65_000);
    expect(screen(written)).toEqual([
      "4 in all, 1 already done; 2 at a time",
      "  1m05s  long-name-1  build",
      "  1m05s  b-2          starting",
      "1/4 done · 1m05s",
      "",
    ]);
    onEvent(event({ type: "attempt-end", key: "b-2", durationMs: 65_000, outcome: "unresolved", cost: 1.5, tokens: 10 }));
    onEvent(event({ type: "batch-pause", reason: "disk low" }));
    expect(screen(written).slice(1)).toEqual([
      "b-2: unresolved after 1m05s, $1.5000",
      "paused: disk low",
      "  1m05s  long-name-1  build",
      "2/4 done · 1 unresolved · $1.50 · 10 tokens · 1m05s · paused: disk low",
      "",
    ]);
    close();
    expect(screen(written)).toEqual([
      "4 in all, 1 already done; 2 at a time",
      "b-2: unresolved after 1m05s, $1.5000",
      "paused: disk low",
      "",
    ]);
  });

  it("fits the terminal", async () => {
    const { onEvent, close } = render({ isTTY: true, columns: 26, rows: 6 });
    onEvent(start(40));
    for (let index = 0; index < 12; index++) onEvent(started(`instance-with-a-long-name-${index}`));
    await clock.advance(1000);
    const live = screen(written).slice(1, -1);
    expect(live).toHaveLength(4);
    expect(live.every((line) => line.length <= 25)).toBe(true);
    expect(live[2]).toContain("and 10 more");
    close();
  });

  it("keeps a line from elsewhere, and copes with a terminal that does not know its size", async () => {
    const { onEvent, note, close } = render({ isTTY: true, columns: () => 0, rows: 0 });
    note("before");
    onEvent(start(4));
    onEvent(started("a-1"));
    await clock.advance(1000);
    note("press Ctrl-C again to stop at once");
    await clock.advance(1000);
    const lasting = ["before", "4 in all, 1 already done; 2 at a time", "press Ctrl-C again to stop at once"];
    expect(screen(written)).toEqual([...lasting, "     2s  a-1  starting", "1/4 done · 2s", ""]);
    close();
    note("after");
    expect(screen(written)).toEqual([...lasting, "after", ""]);
  });

  it("leaves nothing running after closing, whatever happened before", async () => {
    const { onEvent, close } = render({ isTTY: true });
    onEvent(start(1));
    await clock.advance(1000);
    close();
    close();
    const before = written;
    onEvent(started("a"));
    await clock.advance(1000);
    expect([clock.sleepers, written]).toEqual([0, before]);
  });
});
