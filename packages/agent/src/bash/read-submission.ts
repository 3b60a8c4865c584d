/** Words that hand in the work when they are the first line of a command's output; both have been in use. */
export const submissionMarks: readonly string[] = ["COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT", "MINI_SWE_AGENT_FINAL_OUTPUT"];

/** What follows the mark on the first non-blank line of an output, or undefined when there is no mark. The exit status plays no part. */
export function readSubmission(output: string): string | undefined {
  const start = output.search(/\S/);
  if (start === -1) return undefined;
  const end = output.indexOf("\n", start);
  const line = output.slice(start, end === -1 ? undefined : end).trim();
  if (!submissionMarks.includes(line)) return undefined;
  return end === -1 ? "" : output.slice(end + 1);
}
