import { outcomeClasses } from "@swe/core";
import { formatDuration } from "./format-duration.ts";
import { clip, printable } from "./printable.ts";
import type { ProgressState } from "./progress-state.ts";

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** The lines of the live area: one for each running attempt, as many as fit, and the totals below. */
export function liveFrame(state: ProgressState, now: number, { columns, rows }: FrameSize): readonly string[] {
  const running = [...state.running];
  const room = Math.max(1, rows - 3);
  const shown = running.length > room ? running.slice(0, room - 1) : running;
  const width = Math.max(0, ...shown.map(([key]) => printable(key).length));
  const lines = shown.map(([key, { phase, startedAt }]) => {
    const elapsed = formatDuration(now - startedAt).padStart(7);
    return `${elapsed}  ${printable(key).padEnd(width)}  ${printable(phase)}`;
  });
  if (shown.length < running.length) lines.push(`         and ${running.length - shown.length} more`);
  const notes = [
    state.pausedFor === undefined ? undefined : `paused: ${printable(state.pausedFor)}`,
    state.stoppedFor === undefined ? undefined : "stopping",
  ];
  lines.push([describeTotals(state, now), ...notes.filter((note) => note !== undefined)].join(" · "));
  // One column stays free: some terminals wrap when the last one is written.
  return lines.map((line) => clip(line, columns - 1));
}

/** Totals on one line: `12/40 done · 9 resolved, 3 unresolved · $1.20 · 3m05s`. */
function describeTotals(state: ProgressState, now: number): string {
  const { total, alreadyDone, ended, cancelled, outcomes, cost, tokens, startedAt } = state;
  const classes = outcomeClasses.filter((name) => outcomes.has(name)).map((name) => `${outcomes.get(name)} ${name}`);
  if (cancelled > 0) classes.push(`${cancelled} cancelled`);
  const parts = [
    `${alreadyDone + ended}/${total} done`,
    classes.length === 0 ? undefined : classes.join(", "),
    cost === undefined ? undefined : `$${cost.toFixed(2)}`,
    tokens === undefined ? undefined : `${tokens} tokens`,
    formatDuration(now - startedAt),
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}
