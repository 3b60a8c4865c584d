export { createOpenAiModel } from "./create-openai-model.ts";
export type { OpenAiModelSettings } from "./create-openai-model.ts";
