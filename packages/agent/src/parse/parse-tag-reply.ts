import type { FormatProblem, ModelReply, ParsedReply } from "../contracts/reply.ts";
import { findTagCall, type TagCall } from "./find-tag-call.ts";
import { formatTagCall } from "./format-tag-call.ts";
import { visibleStart } from "./split-thinking.ts";

/**
 * Reads the first `<function=NAME> <parameter=KEY>VALUE</parameter> ... </function>` block. Everything before it is the
 * thought; what follows it is dropped, so the stored turn is the thought and that one call. Blocks inside `<think>` count only when there is none outside.
 */
export function parseTagReply(reply: ModelReply): ParsedReply {
  const lenientEnd = reply.finishReason !== "length";
  const { content } = reply;
  const visible = visibleStart(content);
  const first = findTagCall(content, 0, lenientEnd);
  const isFirst = first !== undefined && (first.start >= visible || holdsEndOfThinking(content, first, visible));
  const call = isFirst ? first : (findTagCall(content, visible, lenientEnd) ?? first);
  if (call !== undefined) return accepted(content.slice(0, call.start), call);
  if (content.trim() === "" && reply.reasoning !== undefined) {
    // Some servers put the whole reply into the reasoning field when the model never closed its thinking.
    const hidden = findTagCall(reply.reasoning, 0, lenientEnd);
    if (hidden !== undefined) return accepted("", hidden);
  }
  return { thought: content.trim(), content, problem: problemOf(reply) };
}

/** Whether the `</think>` is no more than part of a value: the one block around it goes on behind it. */
function holdsEndOfThinking(content: string, { start, end }: TagCall, visible: number): boolean {
  return end > visible && !content.slice(start + 1, end).includes("<function=");
}

function accepted(before: string, found: TagCall): ParsedReply {
  const thought = before.trim();
  const call = { tool: found.tool, args: found.args };
  const action = formatTagCall(call);
  return { thought, content: thought === "" ? action : `${thought}\n\n${action}`, call };
}

function problemOf(reply: ModelReply): FormatProblem {
  const cut = reply.finishReason === "length";
  if (reply.content.trim() === "") return { kind: "empty_reply", found: [], cut };
  return { kind: reply.content.includes("<function=") ? "unclosed_call" : "no_call", found: [], cut };
}
