/** Line numbers, from 0, that a patch adds to each file. */
export function addedLines(patch: string): ReadonlyMap<string, readonly number[]> {
  const added = new Map<string, number[]>();
  let lines: number[] | undefined;
  let next = 0;
  let left = 0;
  for (const line of patch.split("\n")) {
    const path = /^\+\+\+ (?:b\/)?([^\t]+)/.exec(line)?.[1];
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (left <= 0 && path !== undefined) {
      lines = added.get(path) ?? [];
      added.set(path, lines);
    } else if (hunk !== null) {
      next = Number(hunk[1]) - 1;
      left = Number(hunk[2] ?? 1);
    } else if (left > 0 && (line.startsWith("+") || line.startsWith(" ") || line === "")) {
      if (line.startsWith("+")) lines?.push(next);
      next++;
      left--;
    }
  }
  return added;
}
