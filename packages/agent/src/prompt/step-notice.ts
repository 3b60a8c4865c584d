/** The default notice that is appended to the last message before each call. */
export function stepNotice(remaining: number): string | undefined {
  if (remaining === Infinity) return undefined;
  if (remaining > 0) return `Steps Remaining: ${remaining}`;
  return "Steps Remaining: 0\nYou have used up your steps. Submit your work now, with your next reply.";
}
