import type { ChatMessage, ToolSchema, UnifiedFinishReason, Usage } from "@swe/core";
import type { AgentResult } from "./agent-result.ts";
import type { AgentMode } from "./scaffold.ts";
import type { TrajectoryStep } from "./trajectory-step.ts";

/** What happens during a run, in order. Every run ends with `agent-end`. */
export type AgentEvent =
  | {
      readonly type: "agent-start";
      readonly scaffold: string;
      readonly mode: AgentMode;
      readonly messages: readonly ChatMessage[];
      readonly tools: readonly ToolSchema[] | undefined;
    }
  | { readonly type: "model-start"; readonly stepIndex: number; readonly notice: string | undefined }
  | {
      readonly type: "model-end";
      readonly stepIndex: number;
      readonly usage: Usage;
      readonly cost: number | undefined;
      readonly durationMs: number;
      readonly finishReason: UnifiedFinishReason;
    }
  | { readonly type: "action-start"; readonly stepIndex: number; readonly tool: string; readonly action: string }
  | {
      readonly type: "step-end";
      readonly step: TrajectoryStep;
      /** The assistant turn and the observation. A notice of the steps left may be appended to the latter later. */
      readonly messages: readonly ChatMessage[];
    }
  | { readonly type: "warning"; readonly stepIndex: number; readonly message: string; readonly cause: unknown }
  | { readonly type: "agent-end"; readonly result: AgentResult };
