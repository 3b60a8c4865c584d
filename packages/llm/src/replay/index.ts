export { createReplayModel } from "./create-replay-model.ts";
export type { ReplayModelSettings } from "./create-replay-model.ts";
