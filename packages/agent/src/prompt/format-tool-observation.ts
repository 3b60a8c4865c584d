import type { ActionOutcome, ObservationContext } from "../contracts/scaffold.ts";

/** The answer to a tool call: its text; in text mode under a line that names the tool, unless it is an error. */
export function formatToolObservation({ call, result }: ActionOutcome, { mode }: ObservationContext): string {
  return mode === "tools" || result.text.startsWith("ERROR:") ? result.text : `Output of ${call.tool}:\n${result.text}`;
}
