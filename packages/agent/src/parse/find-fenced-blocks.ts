import { hasOpenHereDocument } from "./here-document.ts";

export interface FencedBlock {
  /** What stands between the fences. */
  readonly text: string;
  /** The block with its fences. */
  readonly source: string;
}

export interface FencedSearch {
  readonly blocks: readonly FencedBlock[];
  /** The text ends inside a block of one of the languages. */
  readonly unclosed: boolean;
}

interface Fence {
  readonly ticks: number;
  readonly language: string;
  /** The line from the fence on: it may stand behind other words. */
  readonly text: string;
}

/** Closing fences that are tried for one block; a bound for hostile replies. */
const maxTries = 50;

/**
 * Fenced blocks of these languages. A block closes at the first line that begins with as many backticks or more and is no
 * opening fence, unless that line belongs to a here-document of the command. Blocks of other languages are skipped as a whole.
 */
export function findFencedBlocks(text: string, languages: readonly string[]): FencedSearch {
  const blocks: FencedBlock[] = [];
  const lines = text.split("\n");
  const isWanted = (fence: Fence | undefined): fence is Fence => fence !== undefined && languages.includes(fence.language);
  let index = 0;
  while (index < lines.length) {
    const fence = readFence(lines[index] ?? "");
    index++;
    if (fence === undefined) continue;
    if (!isWanted(fence)) {
      index = skipForeignBlock(lines, index, fence, (line) => isWanted(readFence(line)));
      continue;
    }
    const close = findClose(lines, index, fence.ticks, (line) => isWanted(readFence(line)));
    if (close === undefined) return { blocks, unclosed: true };
    blocks.push({ text: lines.slice(index, close).join("\n"), source: [fence.text, ...lines.slice(index, close + 1)].join("\n") });
    index = close + 1;
  }
  return { blocks, unclosed: false };
}

function readFence(line: string): Fence | undefined {
  // Only the end of a line can hold a fence; the bound keeps the expression cheap on lines of megabytes.
  const match = /(`{3,})[ \t]*([^\s`]*)[ \t]*\r?$/.exec(line.slice(-200));
  if (match === null) return undefined;
  return { ticks: match[1]?.length ?? 0, language: match[2] ?? "", text: match[0] };
}

/** Words may follow a closing fence on its line; one word alone makes it an opening fence. */
function closes(line: string, ticks: number): boolean {
  const match = /^[ \t]*(`{3,})([^`]*)$/.exec(line);
  if (match === null || (match[1]?.length ?? 0) < ticks) return false;
  const rest = match[2]?.trim() ?? "";
  return rest === "" || !/^[\w+#.{}-]+$/.test(rest);
}

/** Line behind the block; a wanted fence inside ends it too, since models forget to close a block they only quote. */
function skipForeignBlock(lines: readonly string[], from: number, fence: Fence, opensWanted: (line: string) => boolean): number {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (closes(line, fence.ticks)) return index + 1;
    if (fence.ticks === 3 && opensWanted(line)) return index;
  }
  return lines.length;
}

function findClose(lines: readonly string[], from: number, ticks: number, opensWanted: (line: string) => boolean): number | undefined {
  let first: number | undefined;
  let tries = 0;
  for (let index = from; index < lines.length && tries < maxTries; index++) {
    const line = lines[index] ?? "";
    if (closes(line, ticks)) {
      if (!hasOpenHereDocument(lines.slice(from, index))) return index;
      first ??= index;
      tries++;
    } else if (first !== undefined && opensWanted(line)) return first;
  }
  return first;
}
