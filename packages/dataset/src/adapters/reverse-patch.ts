/** The unified diff that undoes a textual one: what it adds is removed, renames and modes go back. */
export function reversePatch(patch: string): string {
  const lines = patch.split("\n");
  const reversed: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const hunk = /^@@ -(\S+) \+(\S+) @@(.*)$/s.exec(line);
    if (hunk !== null) {
      const end = endOfHunk(lines, at + 1, lengthOf(hunk[1]), lengthOf(hunk[2]));
      reversed.push(`@@ -${hunk[2]} +${hunk[1]} @@${hunk[3]}`, ...reverseHunk(lines.slice(at + 1, end)));
      at = end;
    } else if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ") === true) {
      reversed.push(...reverseNames(line, lines[at + 1] ?? ""));
      at += 2;
    } else {
      reversed.push(reverseHeader(line));
      at++;
    }
  }
  return reversed.join("\n");
}

/** Number of lines in a range such as `12,3`, or 1 for `12`. */
function lengthOf(range: string | undefined): number {
  return Number(range?.split(",")[1] ?? 1);
}

/** Position behind the lines of a hunk, counted as its head says, since a removed line may look like a header. */
function endOfHunk(lines: readonly string[], start: number, oldLength: number, newLength: number): number {
  let [oldLeft, newLeft, at] = [oldLength, newLength, start];
  while (at < lines.length && (oldLeft > 0 || newLeft > 0 || lines[at]?.startsWith("\\") === true)) {
    const sign = lines[at]?.charAt(0);
    if (sign !== "+" && sign !== "\\") oldLeft--;
    if (sign !== "-" && sign !== "\\") newLeft--;
    at++;
  }
  return at;
}

function reverseHunk(lines: readonly string[]): string[] {
  const reversed: string[] = [];
  let added: string[] = [];
  let removed: string[] = [];
  let target = reversed;
  const flush = (): void => {
    reversed.push(...removed, ...added);
    [added, removed] = [[], []];
  };
  for (const line of lines) {
    if (line.startsWith("\\")) target.push(line);
    else if (line.startsWith("+")) (target = removed).push(`-${line.slice(1)}`);
    else if (line.startsWith("-")) (target = added).push(`+${line.slice(1)}`);
    else {
      flush();
      (target = reversed).push(line);
    }
  }
  flush();
  return reversed;
}

function reverseNames(oldLine: string, newLine: string): readonly [string, string] {
  const oldName = oldLine.slice(4).replace(/^a\//, "b/");
  const newName = newLine.slice(4).replace(/^b\//, "a/");
  return [`--- ${newName}`, `+++ ${oldName}`];
}

const opposites: readonly (readonly [string, string])[] = [
  ["new file mode ", "deleted file mode "],
  ["old mode ", "new mode "],
  ["rename from ", "rename to "],
];

function reverseHeader(line: string): string {
  const names = /^diff --git a\/(.+) b\/(.+)$/.exec(line);
  if (names !== null) return `diff --git a/${names[2]} b/${names[1]}`;
  const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)(.*)$/s.exec(line);
  if (index !== null) return `index ${index[2]}..${index[1]}${index[3]}`;
  for (const [one, other] of opposites) {
    if (line.startsWith(one)) return other + line.slice(one.length);
    if (line.startsWith(other)) return one + line.slice(other.length);
  }
  return line;
}
