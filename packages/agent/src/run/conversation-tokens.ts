import type { Usage } from "@swe/core";

/** Keeps the length of a conversation in tokens without ever counting the same text twice. */
export interface ConversationTokens {
  /** Counts a message that was appended after the last call. */
  add(text: string): void;
  /** Takes over what the provider says of the conversation up to and with its reply; counts the reply itself where it says nothing. */
  update(usage: Usage, reply: string): void;
  readonly total: number;
}

export function createConversationTokens(countTokens: (text: string) => number): ConversationTokens {
  let total = 0;
  return {
    add(text) {
      total += countTokens(text);
    },
    update(usage, reply) {
      const { inputTokens, outputTokens } = usage;
      if (inputTokens === undefined) total += outputTokens ?? countTokens(reply);
      else total = inputTokens + (outputTokens ?? countTokens(reply));
    },
    get total() {
      return total;
    },
  };
}

/** A guess for limits alone: four characters a token. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
