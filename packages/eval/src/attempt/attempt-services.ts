import type { ChatModel, Clock, SandboxProvider } from "@swe/core";
import type { Slots } from "@swe/grading";
import type { ImageStore } from "./image-store.ts";

/** What attempts work with, shared by all attempts of a run. */
export interface AttemptServices {
  readonly provider: SandboxProvider;
  readonly model: ChatModel;
  readonly images: ImageStore;
  /** Bounds how many containers grade at once. */
  readonly gradingSlots: Slots;
  readonly clock: Clock;
  /** Names the run on everything that is created. */
  readonly runId: string;
  readonly countTokens?: ((text: string) => number) | undefined;
}
