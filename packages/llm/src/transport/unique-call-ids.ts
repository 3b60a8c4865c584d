import type { ChatMessage, ToolCall } from "@swe/core";

export type NamedCall = Omit<ToolCall, "id"> & { readonly id: string | undefined };

/**
 * Gives every call an id that no other call of the conversation has: some servers send none, the same for all calls of a
 * reply, or the same in every reply, and others refuse such a history.
 */
export function uniqueCallIds(calls: readonly NamedCall[], history: readonly ChatMessage[]): ToolCall[] {
  if (calls.length === 0) return [];
  const taken = new Set(
    history.flatMap((message) => (message.role === "assistant" ? (message.tool_calls ?? []) : [])).map((call) => call.id),
  );
  return calls.map((call) => {
    const wanted = call.id === undefined || call.id === "" ? `call_${taken.size}` : call.id;
    let id = wanted;
    for (let suffix = 2; taken.has(id); suffix += 1) id = `${wanted}_${suffix}`;
    taken.add(id);
    return { id, type: "function", function: call.function };
  });
}
