import type { ModelReply, ParsedReply } from "../contracts/reply.ts";
import { findFencedBlocks, type FencedSearch } from "./find-fenced-blocks.ts";
import { createPatternSearch } from "./find-pattern-blocks.ts";
import { visibleStart } from "./split-thinking.ts";

export interface BashReplyOptions {
  /** Words behind the opening fence that mark a command. @default ["bash"] */
  readonly languages?: readonly string[] | undefined;
  /** Finds commands in place of fences: its first group is the command. Needs the flags `g` and `s`. */
  readonly pattern?: RegExp | undefined;
  /** Tool that the command is handed to, with the argument `command`. @default "bash" */
  readonly tool?: string | undefined;
}

/** A parser for replies that hold exactly one fenced block with a command. The stored turn is the reply unchanged. */
export function createBashReplyParser(options: BashReplyOptions = {}): (reply: ModelReply) => ParsedReply {
  const { languages = ["bash"], pattern, tool = "bash" } = options;
  const inFences = (text: string): FencedSearch => findFencedBlocks(text, languages);
  const find = pattern === undefined ? inFences : createPatternSearch(pattern);
  return (reply) => {
    const { content } = reply;
    const cut = reply.finishReason === "length";
    const visible = content.slice(visibleStart(content));
    let search = find(visible);
    // Blocks in the model's thinking count only when there is none outside it.
    if (search.blocks.length === 0 && !search.unclosed && visible.length < content.length) search = find(content);
    if (content.trim() === "" && reply.reasoning !== undefined) search = find(reply.reasoning);
    const found = search.blocks.map((block) => block.text.trim());
    const only = search.blocks[0];
    if (only !== undefined && found.length === 1 && !(cut && search.unclosed)) {
      const thought = content === "" ? "" : content.replace(only.source, "").trim();
      return { thought, content, call: { tool, args: { command: only.text.trim() } } };
    }
    const kind = found.length > 1 ? "several_calls" : search.unclosed ? "unclosed_call" : content.trim() === "" ? "empty_reply" : "no_call";
    return { thought: content.trim(), content, problem: { kind, found, cut } };
  };
}
