export { createScriptedModel } from "./create-scripted-model.ts";
export type { ScriptedModelSettings } from "./create-scripted-model.ts";
