/** What is between `[ISSUE]` and `[/ISSUE]`, or the whole text where these marks are missing. */
export function extractIssue(problemStatement: string): string {
  const open = problemStatement.indexOf("[ISSUE]");
  const close = problemStatement.lastIndexOf("[/ISSUE]");
  if (open === -1 || close < open) return problemStatement;
  return problemStatement.slice(open + "[ISSUE]".length, close).trim();
}
