import type { FormatAdapter } from "./dataset-format.ts";
import { given, imageFields, noEvalScript, textOf } from "./row-fields.ts";
import { reversePatch } from "./reverse-patch.ts";

/** SWE-smith: `patch` creates the bug, on a branch named for the instance. Undoing it is the gold patch; the original moves to `bug_patch`. */
export const sweSmith: FormatAdapter = {
  recognise: (row) => textOf(row, "repo")?.startsWith("swesmith/") === true,
  adapt: (row) => {
    const bugPatch = textOf(row, "bug_patch") === undefined ? textOf(row, "patch") : undefined;
    const fields = given({ patch: bugPatch === undefined ? undefined : reversePatch(bugPatch), bug_patch: bugPatch });
    return { fields: { ...imageFields(row, imageOf(textOf(row, "image_name"))), ...fields }, missing: noEvalScript("SWE-smith") };
  },
};

function imageOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const image = name.replaceAll("__", "_1776_");
  const owned = image.includes("/") ? image : `jyangballin/${image}`;
  return /:[^/]+$/.test(owned) ? owned : `${owned}:latest`;
}
