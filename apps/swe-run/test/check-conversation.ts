import type { ChatMessage } from "@swe/core";

/** What trainers of chat models insist on: says what is wrong with the order of roles, or nothing. */
export function conversationFaults(messages: readonly ChatMessage[]): readonly string[] {
  const faults: string[] = [];
  const roles = messages.map(({ role }) => role);
  if (roles[0] !== "system" || roles[1] !== "user") faults.push(`begins with ${String(roles[0])}, ${String(roles[1])}`);
  if (roles.indexOf("system", 1) !== -1) faults.push("a second system message");
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    if (message.role === "assistant" && before?.role === "assistant") faults.push(`two assistant turns at ${String(index)}`);
    if (message.role === "user" && before?.role === "user") faults.push(`two user turns at ${String(index)}`);
    if (message.role === "assistant" && message.content === null && (message.tool_calls ?? []).length === 0)
      faults.push(`empty turn at ${String(index)}`);
    if (message.role === "tool") faults.push(...unanswered(messages, index, message.tool_call_id));
    if (message.role === "assistant" && message.tool_calls !== undefined) {
      const answers = messages
        .slice(index + 1, index + 1 + message.tool_calls.length)
        .map((answer) => (answer.role === "tool" ? answer.tool_call_id : ""));
      if (message.tool_calls.some(({ id }) => !answers.includes(id))) faults.push(`a call without an answer at ${String(index)}`);
    }
  }
  return faults;
}

function unanswered(messages: readonly ChatMessage[], index: number, id: string): readonly string[] {
  const caller = messages.slice(0, index).findLast(({ role }) => role !== "tool");
  const calls = caller?.role === "assistant" ? (caller.tool_calls ?? []) : [];
  return calls.some((call) => call.id === id) ? [] : [`a tool message at ${String(index)} that answers no call before it`];
}
