/** A change of one literal in a line that the test patch adds. */
export interface Mutation {
  readonly path: string;
  /** Line of the file after the test patch, from 0. */
  readonly line: number;
  readonly text: string;
  /** The literal is what the assertion compares with, so that the change can hardly be without effect. */
  readonly strong: boolean;
}

const asserts = /assert|expect|equal|should|verify|check|require|\bis\(|\bok\(|\beq\b|==|-eq\b|\bcmp\b|\bdiff\b|toBe|Fatal|CHECK/i;
const assertWord = /assert|expect|equal|should|verify|require|\bis\(|\bok\(|\beq\b|CHECK/i;
const compared = /(?:===?|-eq|\beq!?\(|[eE]quals?\w*\(?|toBe\(|toEqual\(|toStrictEqual\()\s*["']?(-?\d+)\b(?!\.\d|\w)/;
const lastInteger = /(?:[eE]qual\w*|\bis|\beq|assert_eq!)\(.*,\s*(-?\d+)\)\s*;?\s*$/;
const lastString = /((?:===?\s*|(?:[eE]qual\w*|\bis|\beq|assert_eq!|toBe)\((?:.*,\s*)?)(["'])(?:(?!\2)[^\\])*[A-Za-z0-9])(\2\)?\s*;?\s*$)/;
const anyInteger = /(?<![\w.%$-])(\d+)(?![\w.]|\s*[:%])/;
const anyString = /(["'])((?:(?!\1)[^\\])*[A-Za-z0-9])\1/;

/** Line numbers, from 0, that the test patch adds to each file. */
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

function mutateInteger(line: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(line);
  const digits = match?.[1];
  if (match === null || digits === undefined || digits.length > 15) return undefined;
  const at = match.index + match[0].lastIndexOf(digits);
  return `${line.slice(0, at)}${Number(digits) + 1}${line.slice(at + digits.length)}`;
}

function mutateString(line: string): string | undefined {
  return anyString.test(line) ? line.replace(anyString, (_, quote: string, text: string) => `${quote}${text}z${quote}`) : undefined;
}

/** Ways to change a line, the best first. */
const mutators: readonly ((line: string) => string | undefined)[] = [
  (line) => mutateInteger(line, compared),
  (line) => mutateInteger(line, lastInteger),
  (line) => (lastString.test(line) ? line.replace(lastString, "$1z$3") : undefined),
  (line) => mutateInteger(line, anyInteger),
  mutateString,
];
const strongMutators = 3;

/**
 * Changes that make a test of the test patch ask for something else, the most promising first: an honest solution must fail then.
 * No language is parsed, so a change may be without effect; that has to be tried with the gold patch.
 */
export function findMutations(testPatch: string, files: ReadonlyMap<string, string>): Mutation[] {
  const ranked: { readonly rank: number; readonly mutation: Mutation }[] = [];
  for (const [path, numbers] of addedLines(testPatch)) {
    const lines = files.get(path)?.split("\n") ?? [];
    for (const number of numbers) {
      const line = lines[number] ?? "";
      if (!asserts.test(line) || /!=|-ne\b|^\s*(?:#|\/\/|\*|import\b|from\b|(?:def|function|func|class|it|test|describe)\b)/.test(line))
        continue;
      const rank = mutators.findIndex((mutate) => mutate(line) !== undefined);
      const text = mutators[rank]?.(line);
      const strong = rank < strongMutators && assertWord.test(line);
      if (text !== undefined) ranked.push({ rank: strong ? rank : rank + mutators.length, mutation: { path, line: number, text, strong } });
    }
  }
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ mutation }) => mutation);
}
