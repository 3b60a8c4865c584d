import type { AttemptRecord } from "../record/attempt-record.ts";

/** The patch as JSON can hold it: text, and the exact bytes too where the text lost something. */
export function patchText(patch: Uint8Array | undefined): Pick<AttemptRecord, "output_patch" | "output_patch_base64"> {
  if (patch === undefined) return { output_patch: "" };
  const bytes = Buffer.from(patch);
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? { output_patch: text } : { output_patch: text, output_patch_base64: bytes.toString("base64") };
}

/** The exact bytes of a stored patch. */
export function patchBytes({ output_patch, output_patch_base64 }: Pick<AttemptRecord, "output_patch" | "output_patch_base64">): Buffer {
  return output_patch_base64 === undefined ? Buffer.from(output_patch) : Buffer.from(output_patch_base64, "base64");
}
