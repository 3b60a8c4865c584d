import type { ChatModel } from "@swe/core";
import { composeModel } from "../compose-model.ts";
import type { ModelSettings } from "../model-settings.ts";
import { createReplayTransport } from "./create-replay-transport.ts";

export interface ReplayModelSettings extends ModelSettings {
  /** A folder written through the `record` setting. */
  readonly directory: string;
  /** `strict` compares every request with the recorded one, `loose` matches by step only. @default "strict" */
  readonly replayMode?: "strict" | "loose" | undefined;
}

/** A model that plays a recorded run again, without a network. */
export function createReplayModel(settings: ReplayModelSettings): ChatModel {
  const { directory, replayMode: mode = "strict" } = settings;
  const name = `replay:${directory}`;
  const transport = createReplayTransport({ directory, mode });
  return composeModel({ countTokens: false, ...settings, name, lane: name, transport: () => Promise.resolve(transport) });
}
