import type { TrajectoryStep } from "../contracts/trajectory-step.ts";
import type { ToolState } from "../contracts/tool-state.ts";
import type { Conversation } from "./conversation.ts";
import type { ConversationTokens } from "./conversation-tokens.ts";
import type { Deadline } from "./deadline.ts";
import type { UsageSums } from "./usage-sums.ts";

/** What changes while a run is under way. */
export interface RunState {
  readonly startedAt: number;
  readonly deadline: Deadline;
  readonly conversation: Conversation;
  readonly tokens: ConversationTokens;
  readonly sums: UsageSums;
  readonly toolState: ToolState;
  readonly steps: TrajectoryStep[];
  formatErrorsInARow: number;
  submission: string | undefined;
}
