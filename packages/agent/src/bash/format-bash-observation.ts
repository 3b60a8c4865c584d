import type { ActionOutcome } from "../contracts/scaffold.ts";
import { describeGap } from "../text/describe-gap.ts";
import { clipText } from "../text/clip-text.ts";

const keptCharacters = 5000;

/** The answer to a command: its status and its output, the middle of a long one left out. */
export function formatBashObservation({ result }: ActionOutcome): string {
  const { command } = result;
  if (command === undefined) return result.text;
  const output = clipText(
    command.output,
    keptCharacters,
    (elided) => `\n${describeGap(elided, "characters", command.truncatedFromBytes)}\n`,
  );
  const status = command.exitCode === null ? "" : `<returncode>${command.exitCode}</returncode>\n`;
  const advice =
    command.output.length > keptCharacters * 2
      ? "\nThe output was too long to be shown whole. Look at less at a time, for example with head, tail, sed -n or grep, or write it to a file first."
      : "";
  const interruption = command.interruption === undefined ? "" : `\n${command.interruption}`;
  return `${status}<output>\n${output}${output.endsWith("\n") || output === "" ? "" : "\n"}</output>${interruption}${advice}`;
}
