import type { DatasetEntry, Instance } from "@swe/core";
import { adaptRow } from "./adapters/adapt-row.ts";
import type { DatasetFormat } from "./adapters/dataset-format.ts";
import { type DatasetProblem, describeProblem } from "./dataset-problem.ts";
import { type EntryFields, parseFields } from "./entry-schema.ts";
import { compactJson } from "./json/compact-json.ts";
import { setFields } from "./json/set-fields.ts";
import type { RawValue } from "./json/json-splitter.ts";

/**
 * What the entries are for: `transfer` (Stage 1) needs `repo` or `repo_placeholder`, `run` (Stage 2) needs `docker_image`,
 * both besides `instance_id`, `dockerfile` and `eval_script`, which every entry needs.
 */
export type DatasetPurpose = "transfer" | "run";

export interface ParseEntryOptions {
  readonly index: number;
  readonly format: DatasetFormat | "auto";
  readonly purpose: DatasetPurpose | undefined;
}

export type ParsedEntry =
  | { readonly entry: DatasetEntry; readonly problems?: undefined }
  | { readonly entry?: undefined; readonly problems: readonly DatasetProblem[] };

/** Parses and validates one entry. Never throws for what the text holds. */
export function parseEntry({ text, line }: RawValue, { index, format, purpose }: ParseEntryOptions): ParsedEntry {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [describeProblem({ index, line, what: `is not valid JSON (${clip(why)})` })] };
  }
  if (!isRow(row)) return { problems: [describeProblem({ index, line, what: `must be an object, not ${kindOf(row)}` })] };

  const adapted = adaptRow(row, format);
  const fullRow = { ...row, ...adapted.fields };
  const instanceId = typeof fullRow["instance_id"] === "string" ? fullRow["instance_id"] : undefined;
  const report = (field: string, what: string): DatasetProblem => describeProblem({ index, line, instanceId, field, what });
  const { fields, issues } = parseFields(fullRow);
  const problems = issues.map(({ field, message }) => toProblem(field, message));
  for (const field of neededFor(purpose, fullRow)) {
    if (!issues.some((issue) => issue.field === field)) problems.push(toProblem(field, "is empty"));
  }
  if (fields === undefined || problems.length > 0) return { problems };

  const compact = compactJson(text);
  const json = Object.keys(adapted.fields).length === 0 ? compact : setFields(compact, adapted.fields);
  return { entry: createEntry(toInstance(fields), index, json) };

  function toProblem(field: string, message: string): DatasetProblem {
    const value = fullRow[field];
    if (value !== undefined && value !== null)
      return report(field, message === "must be text" ? `${message}, not ${kindOf(value)}` : message);
    const hint = adapted.missing[field];
    return report(field, hint === undefined ? "is missing" : `is missing: ${hint}`);
  }
}

function neededFor(purpose: DatasetPurpose | undefined, row: Readonly<Record<string, unknown>>): string[] {
  const isGiven = (field: string): boolean => typeof row[field] === "string" && row[field].trim() !== "";
  if (purpose === "run" && !isGiven("docker_image")) return ["docker_image"];
  if (purpose === "transfer" && !isGiven("repo") && !isGiven("repo_placeholder")) return ["repo"];
  return [];
}

function createEntry(instance: Instance, index: number, json: string): DatasetEntry {
  return { instance, index, json, withFields: (fields) => setFields(json, fields) };
}

function toInstance(fields: EntryFields): Instance {
  const issue = fields.issue_number;
  return {
    instanceId: fields.instance_id,
    repo: fields.repo,
    baseCommit: fields.base_commit,
    language: fields.language,
    problemStatement: fields.problem_statement,
    dockerfile: fields.dockerfile,
    evalScript: fields.eval_script,
    dockerImage: fields.docker_image,
    patch: fields.patch,
    testPatch: fields.test_patch,
    network: fields.network ?? "none",
    failToPass: fields.FAIL_TO_PASS,
    passToPass: fields.PASS_TO_PASS,
    issueNumbers: fields.issue_numbers ?? (issue === undefined ? [] : [String(issue)]),
    evidence: fields.evidence,
    expectedOutput: fields.expected_output_json,
  };
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

function clip(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
