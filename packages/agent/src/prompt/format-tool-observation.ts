import type { ActionOutcome, ObservationContext } from "../contracts/scaffold.ts";

/** The answer to a tool call: its text, in text mode under a line that names the tool. */
export function formatToolObservation({ call, result }: ActionOutcome, { mode }: ObservationContext): string {
  return mode === "tools" ? result.text : `Output of ${call.tool}:\n${result.text}`;
}
