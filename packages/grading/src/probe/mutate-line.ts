import { randomInt } from "node:crypto";
import { negateAssertion } from "./negate-assertion.ts";

/** What became of a line. */
export interface MutatedLine {
  /** The lower, the more promising. */
  readonly rank: number;
  readonly text: string;
  readonly strong: boolean;
  readonly certain: boolean;
}

const asserts =
  /assert|expect|equal|should|verify|check|require|\bis\(|\bok\(|\beq\b|==|-eq\b|\bcmp\b|\bdiff\b|toBe|Fatal|CHECK|raises|throws|rejects/i;
const assertWord = /assert|expect|equal|should|verify|require|\bis\(|\bok\(|\beq\b|CHECK|raises|throws|rejects/i;
/** Asks for a difference: another literal there makes no difference. */
const unequal = /!=|-ne\b|not_?equal|assert_?not|notStrict|notDeep|refute|[._]ne\b|\bisnt\b|\.not\.|to_not|not_to\b/i;
/** `if (f(x) != 9) return 1;`: a difference is the failure. */
const failsWhenUnequal = /^\s*(?:if\b|elif\b|else if\b|\}? ?else if\b).*(?:!==?|-ne\s)|^\s*\[.*(?:!=|-ne\s).*\]\s*&&/;
const failing = /\b(?:throw|raise|exit|return|die|abort|goto)\b|fail|err/i;
const shellTest = /^\s*(?:\[\[?|test)\s/;
/** Files that tests compare output with. */
const expectedOutput =
  /(?:^|[/._-])(?:expect(?:ed|ations?)?|golden|snap(?:shots?)?|__snapshots__|baselines?|reference)(?:[/._-]|$)|\.(?:out|ok|exp|golden)$/i;
const program = /\.(?:py|[cm]?[jt]sx?|go|rs|java|kt|rb|php|c|cc|cpp|h|hpp|cs|swift|sh|bash|bats|pl|t|exs?|scala|lua)$/;

const compared =
  /(?:[!=]==?|-eq|-ne|\beq!?[( ]|_(?:eq|EQ)\(|[eE]quals?\w*\(?|EQUAL\w*\(|[sS]ame\(|toBe\(|toEqual\(|toStrictEqual\(|toHaveLength\()\s*["']?(-?\d+)(?=(?:\.\d+)?(?![\w.]))/;
const lastInteger = /(?:[eE]qual\w*|EQUAL\w*|[sS]ame|\bis|\beq|_(?:eq|EQ)|assert_eq!)\(.*,\s*(-?\d+)(?:\.\d+)?\)\s*;?\s*$/;
const comparedString =
  /((?:[!=]==?\s*|(?<=\s)=\s|(?:[eE]qual\w*|\bis|\beq|assert_eq!|toBe)\((?:.*,\s*)?)(["'])(?:(?!\2)[^\\])*[A-Za-z0-9])(\2\)?(?:\s*\]\]?)?\s*(?:;|\|\||&&|$))/;
/** A shell's `assert_equal abc "$(f)"`, one literal and nothing else but what is expanded. */
const shellCall =
  /^(\s*\w*(?:equals?|same|_eq|is|match)\s+(?:"[^"]*\$[^"]*"\s+|"\$\(.*\)"\s+)?)("?'?)([\w][\w .,:/-]*?)(\2)(?=\s+"[^"]*\$.*"\s*$|\s*$)/;
/** `grep -q 'text' file`, whose status is the assertion. */
const grepped =
  /^(\s*(?:[^|!#"']*\|\s*)?grep\s+(?:-\w+\s+)*-\w*q\w*\s+(?:-\w+\s+|--\s+)*)(?:(["'])([^"'$\\]*[A-Za-z0-9])\2|([\w.,:/=]*[A-Za-z0-9]))(?=\s|$)/;
/** A row of a table of cases. */
const row = /^\s*(?:[[({]|["'][^"']*["']\s*[:,]|\w+\().*[\])}"'\d],?;?\s*$/;
const lastIntegerOfRow = /(?<![\w."'-])(\d+)(?=[\])}\s,;]*$)/;
const lastStringOfRow = /(["'])((?:(?!\1)[^\\])*[A-Za-z0-9])\1(?=[\])}\s,;]*$)/;
const tailInteger = /(?<![\w."'-])(\d+)(?=[\])}]+\s*;?\s*$)/;
const tailString = /(["'])((?:(?!\1)[^\\])*[A-Za-z0-9])\1(?=[\])}]+\s*;?\s*$)/;
const anyInteger = /(?<![\w.%$-])(\d+)(?![\w.]|\s*[:%])/;
const anyString = /(["'])((?:(?!\1)[^\\])*[A-Za-z0-9])\1/;

/** Nothing in it tells a changed literal from an original one. */
const otherLetter = (): string => String.fromCodePoint(97 + randomInt(26));

function mutateInteger(line: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(line);
  const digits = match?.[1];
  if (match === null || digits === undefined || digits.length > 15) return undefined;
  const at = match.index + match[0].lastIndexOf(digits);
  return `${line.slice(0, at)}${Number(digits) + randomInt(3, 9)}${line.slice(at + digits.length)}`;
}

function mutateString(line: string): string | undefined {
  if (!anyString.test(line)) return undefined;
  return line.replace(anyString, (_, quote: string, text: string) => `${quote}${text}${otherLetter()}${quote}`);
}

function mutateComparedString(line: string): string | undefined {
  if (!comparedString.test(line)) return undefined;
  return line.replace(comparedString, (_, before: string, _quote, after: string) => `${before}${otherLetter()}${after}`);
}

/** The last literal of a list, an object or a call that is compared with, not of a message behind it. */
function mutateTail(line: string): string | undefined {
  const closers = /[\])}]*(?=\s*;?\s*$)/.exec(line)?.[0].length ?? 0;
  const isCall = /(?:[eE]qual\w*|EQUAL\w*|toBe|[sS]ame)\(/.test(line);
  if (!(isCall ? closers > 1 : closers > 0 && /^\s*assert\s.*[^!=]== /.test(line))) return undefined;
  const changed = mutateInteger(line, tailInteger);
  if (changed !== undefined || !tailString.test(line)) return changed;
  return line.replace(tailString, (_, quote: string, text: string) => `${quote}${text}${otherLetter()}${quote}`);
}

function mutateShellArgument(line: string): string | undefined {
  if (!shellCall.test(line)) return undefined;
  return line.replace(
    shellCall,
    (_, before: string, open: string, text: string, close: string) => `${before}${open}${text}${otherLetter()}${close}`,
  );
}

function mutateGrep(line: string): string | undefined {
  if (!grepped.test(line)) return undefined;
  return line.replace(
    grepped,
    (_, before: string, quote = "", text = "", word = "") => `${before}${quote}${text}${word}${otherLetter()}${otherLetter()}${quote}`,
  );
}

function mutateRow(line: string): string | undefined {
  if (!row.test(line)) return undefined;
  const changed = mutateInteger(line, lastIntegerOfRow);
  if (changed !== undefined || !lastStringOfRow.test(line)) return changed;
  return line.replace(lastStringOfRow, (_, quote: string, text: string) => `${quote}${text}${otherLetter()}${quote}`);
}

/** Ways to change a line, the best first. */
const mutators: readonly ((line: string) => string | undefined)[] = [
  (line) => mutateInteger(line, compared),
  (line) => mutateInteger(line, lastInteger),
  mutateComparedString,
  mutateShellArgument,
  mutateTail,
  negateAssertion,
  (line) => mutateInteger(line, anyInteger),
  mutateString,
];
const strongMutators = 6;
const literalMutators = 3;
const plain =
  /^\s*(?:(?:self|t|this|\$this->)?\.?(?:assert|expect|equal|require|check|verify|test_assert|ck_assert)\w*!?[ (.]|(?:is|ok|eq)[ (]|\[\[? )/i;
const tolerant = /\bor\b|\|\||delta|approx|places|closeto|almost|\bif\b|\?/i;

/** Changes what a line of a test asks for; undefined when it asks for nothing that can be seen. */
export function mutateLine(line: string, { path, next }: { readonly path: string; readonly next: string }): MutatedLine | undefined {
  if (!program.test(path)) {
    const isOutput = expectedOutput.test(path) && /[A-Za-z0-9]/.test(line);
    return isOutput ? { rank: 0, text: `${line.replace(/\r$/, "")}${otherLetter()}`, strong: true, certain: false } : undefined;
  }
  const guard = failsWhenUnequal.test(line) && failing.test(line + next);
  if (!guard && (unequal.test(line) || !(asserts.test(line) || shellTest.test(line)))) {
    const text = unequal.test(line) ? undefined : (mutateGrep(line) ?? mutateRow(line));
    const isGrep = grepped.test(line) && !/&&|^\s*grep.*\|(?!\|)/.test(line);
    return text === undefined ? undefined : { rank: 2 * mutators.length, text, strong: isGrep, certain: false };
  }
  const rank = mutators.findIndex((mutate) => mutate(line) !== undefined);
  const text = mutators[rank]?.(line);
  if (text === undefined) return undefined;
  const strong = rank < strongMutators && (guard || assertWord.test(line) || shellTest.test(line));
  const certain = strong && rank < literalMutators && plain.test(line) && !tolerant.test(line);
  return { rank: strong ? rank : rank + mutators.length, text, strong, certain };
}
