import { InputError } from "@swe/core";
import { createJsonSplitter, type JsonSplitter } from "./json/json-splitter.ts";
import type { Prediction } from "./prediction.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Parses predictions: JSON lines, a JSON list, or one object keyed by instance id. A row has `instance_id` (or `org`, `repo`
 * and `number`) and a patch in `model_patch`, `patch`, `fix_patch`, `test_result.git_patch` or `output_patch`; rows of a run's
 * own `<exp_name>.jsonl` are read too. Throws `InputError` that names the row.
 */
export function parsePredictions(text: string, name: string = "the predictions"): readonly Prediction[] {
  const { splitter, finish } = createPredictionCollector(name);
  splitter.push(Buffer.from(text));
  return finish();
}

export function createPredictionCollector(name: string): { readonly splitter: JsonSplitter; readonly finish: () => readonly Prediction[] } {
  const predictions: Prediction[] = [];
  const seen = new Set<string>();
  const fail = (line: number, what: string): never => {
    throw new InputError({ message: `${name}, line ${line}: ${what}.`, remedy: "Correct the file and try again." });
  };
  const add = (row: Row, line: number): void => {
    const prediction = toPrediction(row);
    if (typeof prediction === "string") return fail(line, prediction);
    const { instanceId, attempt, model } = prediction;
    const key = JSON.stringify([instanceId, attempt, model]);
    if (seen.has(key)) return fail(line, `there is a second prediction of ${model ?? "the same model"} for ${JSON.stringify(instanceId)}`);
    seen.add(key);
    predictions.push(prediction);
  };
  const splitter = createJsonSplitter({
    onFault: ({ message, line }) => fail(line, message),
    onValue: ({ text, line }) => {
      const row = parseRow(text);
      if (row === undefined) return fail(line, "a row must be a JSON object");
      if (isKeyedById(row)) for (const [id, inner] of Object.entries(row)) add({ instance_id: id, ...(inner as Row) }, line);
      else add(row, line);
    },
  });
  const finish = (): readonly Prediction[] => {
    splitter.end();
    if (predictions.length > 0) return predictions;
    throw new InputError({
      message: `${name} has no predictions.`,
      remedy: "Give JSON lines, a JSON list, or an object keyed by instance id.",
    });
  };
  return { splitter, finish };
}

function parseRow(text: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const rowFields = ["instance_id", "model_patch", "patch", "fix_patch", "output_patch", "ds", "number"];

function isKeyedById(row: Row): boolean {
  return !rowFields.some((field) => Object.hasOwn(row, field)) && Object.values(row).length > 0 && Object.values(row).every(isRow);
}

function toPrediction(row: Row): Prediction | string {
  const ownEntry = isRow(row["ds"]) ? row["ds"] : {};
  const instanceId = row["instance_id"] ?? ownEntry["instance_id"] ?? pullRequestId(row);
  if (typeof instanceId !== "string" || instanceId === "") return '"instance_id" is missing or not text';
  const attempt = row["attempt"] ?? 0;
  if (typeof attempt !== "number") return '"attempt" must be a number';
  const patch = readPatch(row);
  if (patch === undefined) return `the patch of ${JSON.stringify(instanceId)} is missing or not text`;
  const model = row["model_name_or_path"] ?? row["model"];
  return { instanceId, attempt, patch, model: typeof model === "string" ? model : undefined };
}

function pullRequestId({ org, repo, number }: Row): string | undefined {
  if (typeof org !== "string" || typeof repo !== "string") return undefined;
  return typeof number === "number" || typeof number === "string" ? `${org}__${repo}-${number}` : undefined;
}

/** Text of the first patch field that is there; null means that the agent made none. */
function readPatch(row: Row): Uint8Array | undefined {
  if (typeof row["output_patch_base64"] === "string") return Buffer.from(row["output_patch_base64"], "base64");
  const result = isRow(row["test_result"]) ? row["test_result"] : {};
  const candidates = [row["model_patch"], row["patch"], row["fix_patch"], row["output_patch"], result["git_patch"]];
  const patch = candidates.find((candidate) => candidate !== undefined);
  if (patch === null) return new Uint8Array();
  return typeof patch === "string" ? Buffer.from(patch) : undefined;
}
