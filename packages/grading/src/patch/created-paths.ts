import { mentionedPaths } from "./mentioned-paths.ts";

/**
 * Paths that a patch may bring into being: all that it mentions but those of which it names lines that must be there already.
 * Hunks are counted through, so that lines inside of one are never taken for headers.
 */
export function createdPaths(patch: string): ReadonlySet<string> {
  const created = new Set(mentionedPaths(patch));
  let header: string[] = [];
  let oldLeft = 0;
  let newLeft = 0;
  for (const line of patch.split("\n")) {
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
    if (oldLeft > 0 || newLeft > 0) {
      if (!line.startsWith("+") && !line.startsWith("\\")) oldLeft--;
      if (!line.startsWith("-") && !line.startsWith("\\")) newLeft--;
    } else if (hunk !== null) {
      oldLeft = Number(hunk[1] ?? 1);
      newLeft = Number(hunk[2] ?? 1);
      const source = header.findLast((text) => text.startsWith("--- ")) ?? "";
      const target = header.findLast((text) => text.startsWith("+++ ")) ?? "";
      const [before] = mentionedPaths(source);
      if (oldLeft > 0 && before !== undefined && before === mentionedPaths(target)[0]) created.delete(before);
    } else {
      if (line.startsWith("diff --git ")) header = [];
      header.push(line);
    }
  }
  return created;
}
