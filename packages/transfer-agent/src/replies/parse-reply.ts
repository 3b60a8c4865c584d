import { z } from "zod";
import { extractJson } from "./extract-json.ts";

export type ParsedReply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** `undefined` stands for "keep what we have": `<None>`, null, or an absent field. */
const textOrKeep = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || /^\s*(?:<none>)?\s*$/i.test(text) ? undefined : text));

const draftSchema = z.object({ dockerfile: textOrKeep, notes: z.string().nullish() });
const reviewSchema = z.object({ needs_revision: z.boolean(), feedback: z.string().nullish() });
const evalSchema = z.object({ eval_script: textOrKeep, notes: z.string().nullish() });

function parse<T>(reply: string, schema: z.ZodType<T>, requiredField: string): ParsedReply<T> {
  const json = extractJson(reply);
  if (!json.ok) return json;
  if (!Object.hasOwn(json.value as object, requiredField)) return { ok: false, problem: `the field "${requiredField}" is missing.` };
  const result = schema.safeParse(json.value);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  return { ok: false, problem: `the field "${issue?.path.join(".") ?? ""}" is wrong: ${issue?.message ?? "unexpected value"}.` };
}

export interface DraftReply {
  /** Complete Dockerfile, or undefined to keep the current one. */
  readonly dockerfile: string | undefined;
  readonly notes: string;
}

export function parseDraftReply(reply: string): ParsedReply<DraftReply> {
  const parsed = parse(reply, draftSchema, "dockerfile");
  if (!parsed.ok) return parsed;
  const { dockerfile, notes } = parsed.value;
  if (dockerfile !== undefined && !/^\s*FROM\s/im.test(dockerfile)) {
    return { ok: false, problem: 'the field "dockerfile" holds no FROM instruction, so it is not a complete Dockerfile.' };
  }
  return { ok: true, value: { dockerfile: dockerfile === undefined ? undefined : withFinalNewline(dockerfile), notes: notes ?? "" } };
}

export interface ReviewReply {
  readonly needsRevision: boolean;
  readonly feedback: string;
}

export function parseReviewReply(reply: string): ParsedReply<ReviewReply> {
  const parsed = parse(reply, reviewSchema, "needs_revision");
  if (!parsed.ok) return parsed;
  return { ok: true, value: { needsRevision: parsed.value.needs_revision, feedback: parsed.value.feedback ?? "" } };
}

export interface EvalReply {
  /** Complete skeleton with its placeholder, or undefined to keep the script. */
  readonly skeleton: string | undefined;
  readonly notes: string;
}

export function parseEvalReply(reply: string): ParsedReply<EvalReply> {
  const parsed = parse(reply, evalSchema, "eval_script");
  if (!parsed.ok) return parsed;
  const skeleton = parsed.value.eval_script;
  return {
    ok: true,
    value: { skeleton: skeleton === undefined ? undefined : withFinalNewline(skeleton), notes: parsed.value.notes ?? "" },
  };
}

function withFinalNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
