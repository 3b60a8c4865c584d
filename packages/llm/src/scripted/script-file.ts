import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@swe/core";
import { z } from "zod";
import { safeFileName } from "../record/safe-file-name.ts";

export interface ScriptedCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments: string;
}

export interface ScriptedReply {
  readonly content?: string | null | undefined;
  readonly reasoning_content?: string | undefined;
  readonly tool_calls?: readonly ScriptedCall[] | undefined;
  readonly finish_reason?: string | undefined;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | undefined;
  readonly cost?: number | undefined;
}

/** As on the wire, or short: `{"name": "search", "arguments": {"q": "x"}}`. */
const call = z.union([
  z
    .strictObject({
      id: z.string().optional(),
      type: z.literal("function").optional(),
      function: z.strictObject({ name: z.string(), arguments: z.string() }),
    })
    .transform((wire) => ({ id: wire.id, ...wire.function })),
  z
    .strictObject({ id: z.string().optional(), name: z.string(), arguments: z.record(z.string(), z.unknown()) })
    .transform((short) => ({ ...short, arguments: JSON.stringify(short.arguments) })),
]);

const script: z.ZodType<{ replies: ScriptedReply[] }> = z.strictObject({
  replies: z.array(
    z.strictObject({
      content: z.string().nullish(),
      reasoning_content: z.string().optional(),
      tool_calls: z.array(call).optional(),
      finish_reason: z.string().optional(),
      usage: z.strictObject({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }).optional(),
      cost: z.number().nonnegative().optional(),
    }),
  ),
});

/** The replies for an instance, from `FOLDER/<instance_id>.json`. */
export async function readScript(directory: string, instanceId: string): Promise<readonly ScriptedReply[]> {
  const path = join(directory, `${safeFileName(instanceId)}.json`);
  const remedy = 'A script is a file FOLDER/<instance_id>.json holding {"replies": [{"content": "..."}]}.';
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new InputError({ message: `No script ${path} for instance "${instanceId}".`, remedy, cause });
  }
  try {
    return script.parse(JSON.parse(text)).replies;
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new InputError({ message: `The script ${path} is not valid: ${problem}`, remedy, cause });
  }
}
