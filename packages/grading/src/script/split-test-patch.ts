import { findTestPatch } from "./find-test-patch.ts";

/** Stands for the test patch in a script that is shown to a model. */
export const testPatchPlaceholder = "[CONTENT_OF_TEST_PATCH]";

const placeholders = /\[CONTENT[_ ]OF[_ ]TEST[_ ]PATCH\]/g;

/** An eval script taken apart. */
export interface SplitScript {
  /** The script with the body of its test patch replaced by `[CONTENT_OF_TEST_PATCH]`; the script itself where there is none. */
  readonly skeleton: string;
  /** The test patch with a final newline, from the script or else from the entry. */
  readonly testPatch: string | undefined;
  /** Puts the test patch back. Undefined when `skeleton` has not exactly one placeholder: such an answer is not usable. */
  join(skeleton: string): string | undefined;
}

/** Takes the here-document with the test patch out of an eval script. `join(skeleton)` gives the script back byte for byte. */
export function splitTestPatch(evalScript: string, testPatchFromEntry?: string): SplitScript {
  const lines = evalScript.split("\n");
  const heredoc = findTestPatch(lines);
  const body = heredoc === undefined ? undefined : lines.slice(heredoc.bodyStart, heredoc.endLine).join("\n");
  if (heredoc === undefined || body === undefined || new RegExp(`^${placeholders.source}$`).test(body.trim())) {
    const testPatch = testPatchFromEntry?.trim() ? withNewline(testPatchFromEntry) : undefined;
    return { skeleton: evalScript, testPatch, join: (skeleton) => fill(skeleton, testPatch?.slice(0, -1), body !== undefined) };
  }
  const skeleton = [...lines.slice(0, heredoc.bodyStart), testPatchPlaceholder, ...lines.slice(heredoc.endLine)].join("\n");
  return { skeleton, testPatch: `${body}\n`, join: (edited) => fill(edited, body, true) };
}

function withNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function fill(skeleton: string, body: string | undefined, expected: boolean): string | undefined {
  const found = skeleton.match(placeholders)?.length ?? 0;
  if (found === 0) return expected ? undefined : skeleton;
  if (found > 1 || body === undefined) return undefined;
  return skeleton.replace(placeholders, () => body);
}
