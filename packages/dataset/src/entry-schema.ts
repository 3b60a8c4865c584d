import { z } from "zod";
import { whyUnsafeId } from "./instance-id.ts";
import { parseTextList } from "./text-list.ts";

/** The fields of an entry that the toolkit reads, under their own names. Absent, null and blank all become undefined. */
export interface EntryFields {
  readonly instance_id: string;
  readonly dockerfile: string;
  readonly eval_script: string;
  readonly repo: string | undefined;
  readonly base_commit: string | undefined;
  readonly language: string | undefined;
  readonly problem_statement: string | undefined;
  readonly docker_image: string | undefined;
  readonly patch: string | undefined;
  readonly test_patch: string | undefined;
  readonly network: "none" | "bridge" | undefined;
  readonly FAIL_TO_PASS: readonly string[] | undefined;
  readonly PASS_TO_PASS: readonly string[] | undefined;
  readonly issue_numbers: readonly string[] | undefined;
  readonly issue_number: string | number | undefined;
  readonly evidence: string | undefined;
  readonly expected_output_json: Readonly<Record<string, string>> | undefined;
}

export interface FieldIssue {
  readonly field: string;
  readonly message: string;
}

const text = z.string("must be text");
const optionalText = text.nullish().transform((value) => (value === null || value?.trim() === "" ? undefined : value));
const requiredText = text.refine((value) => value.trim() !== "", "is empty");

const textList = z
  .unknown()
  .optional()
  .transform((value, context): readonly string[] | undefined => {
    if (value === undefined || value === null) return undefined;
    const list = parseTextList(value);
    if (list === undefined) context.addIssue({ code: "custom", message: "must be a list of texts, or such a list as JSON text" });
    return list;
  });

const instanceId = requiredText.superRefine((value, context) => {
  const why = whyUnsafeId(value);
  if (why !== undefined && value.trim() !== "") context.addIssue({ code: "custom", message: why });
});

const expectedOutput = z
  .unknown()
  .optional()
  .transform((value, context): Readonly<Record<string, string>> | undefined => {
    if (value === undefined || value === null || value === "") return undefined;
    const parsed = z.record(z.string(), z.string()).safeParse(typeof value === "string" ? parseJson(value) : value);
    if (!parsed.success) context.addIssue({ code: "custom", message: "must be a JSON object of test names and their status" });
    return parsed.data;
  });

const entrySchema = z.looseObject({
  instance_id: instanceId,
  dockerfile: requiredText,
  eval_script: requiredText,
  repo: optionalText,
  base_commit: optionalText,
  language: optionalText,
  problem_statement: optionalText,
  docker_image: optionalText,
  patch: optionalText,
  test_patch: optionalText,
  network: z
    .enum(["none", "bridge"], 'must be "none" or "bridge"')
    .nullish()
    .transform((value) => value ?? undefined),
  FAIL_TO_PASS: textList,
  PASS_TO_PASS: textList,
  issue_numbers: textList,
  issue_number: z
    .union([z.string(), z.number()], "must be text or a number")
    .nullish()
    .transform((value) => value ?? undefined),
  evidence: optionalText,
  expected_output_json: expectedOutput,
});

/** Validates the fields that are read; everything else passes through unread. */
export function parseFields(row: unknown): { readonly fields?: EntryFields; readonly issues: readonly FieldIssue[] } {
  const parsed = entrySchema.safeParse(row);
  if (parsed.success) return { fields: parsed.data, issues: [] };
  return { issues: parsed.error.issues.map(({ path, message }) => ({ field: String(path[0]), message })) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
