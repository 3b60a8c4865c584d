/** What a {@link ChatServer} says: an ordinary reply. A plain string stands for its content. */
export interface ChatMessageReply {
  readonly content?: string | null;
  readonly reasoning?: string;
  readonly toolCalls?: readonly { readonly id?: string; readonly name: string; readonly arguments: string }[];
  readonly finishReason?: string;
  /** `null` leaves the usage out. @default counts made from the texts' lengths */
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number; readonly cost?: number } | null;
}

/** A misbehaviour. Each leads to one clear outcome of a client. */
export type ChatFault =
  /** Any status, e.g. 429 with `retry-after`. */
  | { readonly fault: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Status 200 with this body: a string as it is, anything else as JSON. */
  | { readonly fault: "body"; readonly body: unknown; readonly contentType?: string }
  /** No byte at all before `delayMs`, then `reply`. */
  | { readonly fault: "slow-first-byte"; readonly delayMs: number; readonly reply?: ChatReply }
  /** The answer in pieces of `chunkBytes`, one each `intervalMs`. */
  | { readonly fault: "drip-feed"; readonly chunkBytes: number; readonly intervalMs: number }
  /** Headers and half of the body, then the connection is cut. */
  | { readonly fault: "cut" }
  /** A content-length that is too long (the rest never comes) or too short. */
  | { readonly fault: "wrong-length"; readonly difference: number }
  /** The connection is closed without an answer. */
  | { readonly fault: "hang-up" }
  /** Accepts the request and never answers. */
  | { readonly fault: "silence" };

export type ChatReply = string | ChatMessageReply | ChatFault;
