import type { ChatMessage, ToolSchema } from "@swe/core";

/** A request as the server got it. */
export interface ChatRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body's fields; the Anthropic protocol has others than these. */
  readonly body: {
    readonly model?: string;
    readonly messages?: readonly ChatMessage[];
    readonly tools?: readonly ToolSchema[];
    readonly temperature?: number;
    readonly [field: string]: unknown;
  };
}
