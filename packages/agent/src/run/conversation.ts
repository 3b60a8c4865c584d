import type { ChatMessage } from "@swe/core";

/** The messages of a run. */
export interface Conversation {
  readonly messages: readonly ChatMessage[];
  append(...messages: readonly ChatMessage[]): void;
  /** Adds a line to the last message, where it stays. */
  annotate(notice: string): void;
}

export function createConversation(): Conversation {
  const messages: ChatMessage[] = [];
  return {
    messages,
    append(...added) {
      messages.push(...added);
    },
    annotate(notice) {
      const last = messages.pop();
      if (last !== undefined) messages.push({ ...last, content: last.content ? `${last.content}\n${notice}` : notice });
    },
  };
}
