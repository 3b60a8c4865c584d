import { createTwoFilesPatch } from "diff";

/** Unified diff from `before` to `after`, or a sentence saying that nothing changed. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return `(${name} is unchanged)`;
  const patch = createTwoFilesPatch(`${name} (original)`, `${name} (candidate)`, before, after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, "");
}
