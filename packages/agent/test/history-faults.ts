import type { ChatMessage } from "@swe/core";

/** What providers and fine-tuning formats would refuse about a history; nothing for a valid one. */
export function historyFaults(messages: readonly ChatMessage[]): readonly string[] {
  const faults: string[] = [];
  if (messages[0]?.role !== "system" || messages[1]?.role !== "user") faults.push("does not begin with system and user");
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    if (message.role === "assistant") {
      if (before?.role !== "user" && before?.role !== "tool") faults.push(`${index}: assistant after ${before?.role}`);
      if (message.tool_calls === undefined && typeof message.content !== "string") faults.push(`${index}: neither text nor call`);
      for (const call of message.tool_calls ?? []) {
        const args = JSON.parse(call.function.arguments) as unknown;
        if (typeof args !== "object" || args === null) faults.push(`${index}: arguments are no object`);
        if (!/^[\w-]{1,64}$/.test(call.function.name)) faults.push(`${index}: name ${call.function.name}`);
      }
      const next = messages[index + 1];
      if (message.tool_calls !== undefined && next?.role !== "tool") faults.push(`${index}: call without an answer`);
    }
    if (message.role === "user" && index > 1 && before?.role !== "assistant") faults.push(`${index}: user after ${before?.role}`);
    if (message.role === "tool") {
      const ids = before?.role === "assistant" ? (before.tool_calls ?? []).map((call) => call.id) : [];
      if (ids.length !== 1 || ids[0] !== message.tool_call_id)
        faults.push(`${index}: answers ${message.tool_call_id}, called were ${ids.join(", ")}`);
    }
  }
  return faults;
}
