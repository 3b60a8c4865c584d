/** The JSON object of a model's reply, or a sentence saying why there is none. */
export type ExtractedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/**
 * Finds the object in a bare reply, in a fenced block, or between prose. Thinking that a model leaves in its reply is ignored.
 * Broken JSON is reported with the parser's words, never repaired: a repaired Dockerfile could be a different one.
 */
export function extractJson(reply: string): ExtractedJson {
  const text = reply.replaceAll(/<think>[\s\S]*?<\/think>/g, "").trim();
  if (text === "") return { ok: false, problem: "the reply is empty." };
  let problem = "it holds no JSON object.";
  for (const candidate of candidates(text)) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ok: true, value };
    } catch (error) {
      if (candidate.trimStart().startsWith("{")) problem = `its JSON is broken: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
  return { ok: false, problem };
}

function* candidates(text: string): Generator<string> {
  yield text;
  // A fence inside a JSON string is preceded by an escaped newline, never by a real one, so this finds only the outer block.
  for (const block of text.matchAll(/^[ \t]*`{3,}[a-z]*[ \t]*\n([\s\S]*?)\n[ \t]*`{3,}[ \t]*$/gim))
    if (block[1] !== undefined) yield block[1];
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  if (start !== -1 && end > start) yield text.slice(start, end + 1);
}
