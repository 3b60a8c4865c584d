import { findTagPositions, type TagPositions } from "./tag-positions.ts";

/** A `<function=...>` block and where it stands. */
export interface TagCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
  readonly start: number;
  readonly end: number;
}

const functionOpen = "<function=";
const functionClose = "</function>";
const parameterOpen = "<parameter=";
const parameterClose = "</parameter>";
const maxNameLength = 200;
/** No sane reply has more; a bound on the work that a hostile one can cause. */
const maxParameters = 100_000;

interface Tags {
  readonly text: string;
  readonly functionOpen: TagPositions;
  readonly functionClose: TagPositions;
  readonly parameterOpen: TagPositions;
  readonly parameterClose: TagPositions;
  /** Those `</parameter>` that a further parameter, the end of a block or the end of the text follows. */
  readonly valueEnd: TagPositions;
  readonly lenientEnd: boolean;
  parametersLeft: number;
}

/**
 * The first complete block at or after `from`. Values may speak of `</parameter>` themselves: they end where something
 * follows that can follow a value. A missing `</function>` at the very end is forgiven where `lenientEnd` says so.
 */
export function findTagCall(text: string, from: number, lenientEnd: boolean): TagCall | undefined {
  const tags = indexTags(text, lenientEnd);
  for (let start = tags.functionOpen.next(from); start !== Infinity; start = tags.functionOpen.next(start + 1)) {
    const call = readBlock(tags, start);
    if (call !== undefined || tags.parametersLeft <= 0) return call;
  }
  return undefined;
}

function indexTags(text: string, lenientEnd: boolean): Tags {
  const followers = [functionClose, parameterOpen, functionOpen];
  const canEndValue = (at: number): boolean => {
    let next = at + parameterClose.length;
    while (next < text.length && /\s/.test(text.charAt(next))) next++;
    return next === text.length || followers.some((tag) => text.startsWith(tag, next));
  };
  return {
    text,
    functionOpen: findTagPositions(text, functionOpen),
    functionClose: findTagPositions(text, functionClose),
    parameterOpen: findTagPositions(text, parameterOpen),
    parameterClose: findTagPositions(text, parameterClose),
    valueEnd: findTagPositions(text, parameterClose, canEndValue),
    lenientEnd,
    parametersLeft: maxParameters,
  };
}

function readBlock(tags: Tags, start: number): TagCall | undefined {
  const name = readName(tags.text, start + functionOpen.length);
  if (name === undefined) return undefined;
  const args = new Map<string, string>();
  const blockUntil = (end: number): TagCall => ({ tool: name.value, args: Object.fromEntries(args), start, end });
  let at = name.end;
  for (;;) {
    const open = tags.parameterOpen.next(at);
    const close = tags.functionClose.next(at);
    const another = tags.functionOpen.next(at);
    if (close < open && close < another) return blockUntil(close + functionClose.length);
    if (another < open) return undefined;
    if (open === Infinity) return tags.lenientEnd && tags.text.slice(at).trim() === "" ? blockUntil(tags.text.length) : undefined;
    const key = readName(tags.text, open + parameterOpen.length);
    const end = key === undefined ? Infinity : findValueEnd(tags, key.end);
    if (key === undefined || end === Infinity || tags.parametersLeft-- <= 0) return undefined;
    args.set(key.value, tags.text.slice(key.end, end).trim());
    at = end + parameterClose.length;
  }
}

function readName(text: string, from: number): { readonly value: string; readonly end: number } | undefined {
  const length = text.slice(from, from + maxNameLength).indexOf(">");
  if (length === -1) return undefined;
  const raw = text.slice(from, from + length).trim();
  const value = raw.replace(/^(["'])(.*)\1$/, "$2");
  return value === "" || /[\n<]/.test(value) ? undefined : { value, end: from + length + 1 };
}

function findValueEnd(tags: Tags, from: number): number {
  const likely = tags.valueEnd.next(from);
  const plain = tags.parameterClose.next(from);
  if (likely === Infinity) return plain;
  // Stray words between two parameters: the value ended before them, at the last closing tag in front of the next opening one.
  const nextOpen = tags.parameterOpen.next(from);
  return nextOpen > likely || plain > nextOpen ? likely : tags.parameterClose.before(nextOpen);
}
