import type { ChatMessage } from "@swe/core";
import { askFor } from "../model/ask-for.ts";
import type { ModelCaller } from "../model/model-caller.ts";
import { type DraftReply, type ParsedReply, parseDraftReply } from "../replies/parse-reply.ts";
import { withoutSealLayers } from "../seal/seal-layers.ts";

const draftFormat = `{"dockerfile": "<complete Dockerfile or <None>>", "eval_script": "<None>", "notes": "<what and why>"}`;

export interface DraftOptions {
  readonly caller: ModelCaller;
  /** The main conversation, ending with a request. */
  readonly messages: ChatMessage[];
  /** What `<None>` keeps. */
  readonly current: string;
  /** @default 3 */
  readonly tries?: number | undefined;
}

/** Asks for a Dockerfile. `problem` says why no reply could be read. */
export async function draft(options: DraftOptions): Promise<ParsedReply<Required<DraftReply> & { readonly dockerfile: string }>> {
  const { caller, messages, current, tries = 3 } = options;
  const reply = await askFor({ caller, messages, purpose: "draft", parse: parseDraftReply, format: draftFormat, tries });
  if (!reply.ok) return reply;
  const { dockerfile = current, notes } = reply.value;
  return { ok: true, value: { dockerfile: withoutSealLayers(dockerfile), notes } };
}
