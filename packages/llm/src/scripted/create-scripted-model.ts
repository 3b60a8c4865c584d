import type { ChatModel } from "@swe/core";
import { composeModel } from "../compose-model.ts";
import type { ModelSettings } from "../model-settings.ts";
import { createScriptedTransport } from "./create-scripted-transport.ts";

export interface ScriptedModelSettings extends ModelSettings {
  /** Holds one `<instance_id>.json` an instance: `{"replies": [{"content": "..."}]}`. */
  readonly directory: string;
}

/** A model that plays written replies, by the number of the call within its attempt. */
export function createScriptedModel(settings: ScriptedModelSettings): ChatModel {
  const name = `scripted:${settings.directory}`;
  const transport = createScriptedTransport({ directory: settings.directory, name });
  return composeModel({ countTokens: false, ...settings, name, lane: name, transport: () => Promise.resolve(transport) });
}
