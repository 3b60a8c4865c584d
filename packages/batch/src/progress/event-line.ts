import type { BatchEvent } from "../run/batch-event.ts";
import { formatDuration } from "./format-duration.ts";
import { printable } from "./printable.ts";

export interface EventLine {
  readonly text: string;
  /** True for what stays on a terminal; the rest is shown only where there is no live area. */
  readonly isLasting: boolean;
}

/** An event as a line for people. */
export function eventLine(event: BatchEvent): EventLine {
  const { text, isLasting } = describe(event);
  return { text: printable(text), isLasting };
}

function describe(event: BatchEvent): EventLine {
  switch (event.type) {
    case "batch-start": {
      const amount = event.alreadyDone === 0 ? `${event.total} to do` : `${event.total} in all, ${event.alreadyDone} already done`;
      return { text: `${amount}; ${event.concurrency} at a time`, isLasting: true };
    }
    case "attempt-start":
      return { text: `${event.key}: started${event.tryNumber === 0 ? "" : ` (try ${event.tryNumber + 1})`}`, isLasting: false };
    case "attempt-phase":
      return { text: `${event.key}: ${event.phase}`, isLasting: false };
    case "attempt-retry":
      return { text: `${event.key}: ${event.reason}; trying again in ${formatDuration(event.delayMs)}`, isLasting: true };
    case "attempt-end": {
      const how = event.isCancelled === true ? "cancelled" : (event.outcome ?? "done");
      const label = event.label === undefined || event.label === how ? "" : ` (${event.label})`;
      const cost = event.cost === undefined ? "" : `, $${event.cost.toFixed(4)}`;
      return { text: `${event.key}: ${how}${label} after ${formatDuration(event.durationMs)}${cost}`, isLasting: true };
    }
    case "batch-pause":
      return { text: `paused: ${event.reason}`, isLasting: true };
    case "batch-resume":
      return { text: `going on after a pause of ${formatDuration(event.pausedMs)}`, isLasting: true };
    case "batch-stop":
      return { text: `stopping${event.isImmediate ? " at once" : ""}: ${event.reason}`, isLasting: true };
    case "warning":
      return { text: `warning: ${event.key === undefined ? "" : `${event.key}: `}${event.message}`, isLasting: true };
    case "batch-end":
      return { text: endText(event), isLasting: true };
  }
}

function endText(event: BatchEvent & { readonly type: "batch-end" }): string {
  const counts = [
    `${event.finished} finished`,
    event.alreadyDone > 0 ? `${event.alreadyDone} done before` : undefined,
    event.cancelled > 0 ? `${event.cancelled} cancelled` : undefined,
    event.failed > 0 ? `${event.failed} failed` : undefined,
    event.abandoned > 0 ? `${event.abandoned} abandoned` : undefined,
    event.notStarted > 0 ? `${event.notStarted} not started` : undefined,
  ];
  return `${counts.filter((count) => count !== undefined).join(", ")} in ${formatDuration(event.durationMs)}`;
}
