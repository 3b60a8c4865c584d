import { formatBashObservation, type ActionOutcome } from "@swe/agent";

/** The plain answer to a command, with a nudge to think about tools. */
export function formatObservation(outcome: ActionOutcome): string {
  return `${formatBashObservation(outcome)}
(Would a tool of your own make the next steps easier or surer? If so, write it now or improve one you have.)`;
}
