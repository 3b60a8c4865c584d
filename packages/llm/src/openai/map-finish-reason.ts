import type { UnifiedFinishReason } from "@swe/core";

const known: ReadonlyMap<string, UnifiedFinishReason> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["tool_calls", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
]);

/** Several servers say "stop", or nothing, for a reply that consists of calls. */
export function mapFinishReason(raw: string | undefined, hasCalls: boolean): UnifiedFinishReason {
  const unified = known.get(raw ?? "") ?? "other";
  return hasCalls && (unified === "stop" || unified === "other") ? "tool_calls" : unified;
}
