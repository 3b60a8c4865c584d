import { TransientFailure } from "./transient-failure.ts";

export function malformedAnswer(where: string, problem: string): TransientFailure {
  return new TransientFailure({ kind: "malformed_answer", message: `${where} sent an answer that makes no sense: ${problem}.` });
}

/** The SDKs hand over text where the content type is not JSON's: a web page, an empty body, or JSON after all. */
export function parseAnswerText(body: unknown, where: string): unknown {
  if (body === undefined || body === null) throw malformedAnswer(where, "the body is empty");
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    throw malformedAnswer(where, body.trim() === "" ? "the body is empty" : `the body is no JSON: ${body.trim().slice(0, 120)}`);
  }
}
