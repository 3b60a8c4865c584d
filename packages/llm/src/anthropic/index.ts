export { createAnthropicModel } from "./create-anthropic-model.ts";
export type { AnthropicModelSettings } from "./create-anthropic-model.ts";
