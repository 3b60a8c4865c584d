import type { ChatMessage, ToolSchema } from "@swe/core";

/** The fields of a row that a trajectory is made of. */
export interface TrajectorySource {
  readonly history: readonly ChatMessage[];
  readonly reward: 0 | 1 | null;
  readonly agent_args: { readonly other_args?: { readonly tools_schema?: readonly ToolSchema[] | null } };
}

/** A line of `trajectories.jsonl`: the bare messages, or messages and tools where the model was sent tools. */
export type TrajectoryLine = readonly ChatMessage[] | { readonly messages: readonly ChatMessage[]; readonly tools: readonly ToolSchema[] };

/** The line of a row, or undefined for an attempt that was not graded or has no conversation. */
export function toTrajectoryLine(row: TrajectorySource): TrajectoryLine | undefined {
  if (row.reward === null || row.history.length === 0) return undefined;
  const tools = row.agent_args.other_args?.tools_schema;
  return tools === undefined || tools === null ? row.history : { messages: row.history, tools };
}
