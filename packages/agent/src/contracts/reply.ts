import type { UnifiedFinishReason } from "@swe/core";

/** A model's reply as a text parser sees it. */
export interface ModelReply {
  readonly content: string;
  /** The provider's reasoning field, where there is one. */
  readonly reasoning: string | undefined;
  readonly finishReason: UnifiedFinishReason;
}

/** A call that a reply asks for; the tool may not exist and the arguments may be wrong. */
export interface RequestedCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Set when the arguments could not be read at all; the model is told this instead. */
  readonly argsProblem?: string | undefined;
}

/** Why a reply holds no call that could be run. */
export interface FormatProblem {
  readonly kind: "no_call" | "several_calls" | "unclosed_call" | "empty_reply";
  /** The calls that were found, where there were several. */
  readonly found: readonly string[];
  /** The reply was cut off at the output limit. */
  readonly cut: boolean;
}

interface ParsedBase {
  /** What the model said beside the call. */
  readonly thought: string;
  /** The assistant turn as it is stored in the history. */
  readonly content: string;
}

/** What a parser makes of a reply: one call, or the reason why there is none. */
export type ParsedReply =
  | (ParsedBase & { readonly call: RequestedCall; readonly problem?: undefined })
  | (ParsedBase & { readonly problem: FormatProblem; readonly call?: undefined });
