import { InputError } from "@swe/core";

/**
 * Refuses flags that do not exist, with the nearest one that does. Done before the parser looks, which would first complain
 * about the required flag that was misspelt.
 */
export function refuseUnknownFlags(argv: readonly string[], known: readonly string[]): void {
  const end = argv.indexOf("--");
  for (const argument of end === -1 ? argv : argv.slice(0, end)) {
    const name = /^--(?:no-)?([^=]+)/.exec(argument)?.[1];
    if (name === undefined || known.includes(name) || known.includes(`no-${name}`)) continue;
    const nearest = known.toSorted((a, b) => distance(name, a) - distance(name, b))[0] ?? "help";
    const guess = distance(name, nearest) <= 3 ? `Did you mean --${nearest}? ` : "";
    throw new InputError({ message: `Unknown argument: --${name}.`, remedy: `${guess}See swe-transfer --help.` });
  }
}

/** Number of single-letter edits between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
