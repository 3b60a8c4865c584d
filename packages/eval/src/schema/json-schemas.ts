import { z } from "zod";
import { attemptRecordSchema, metadataSchema } from "./attempt-record-schema.ts";
import { trajectoryLineSchema } from "./messages.ts";
import { gradeRowSchema, rewardSummarySchema, runConfigSchema } from "./report-schemas.ts";

const schemas: Readonly<Record<string, readonly [z.ZodType, string]>> = {
  "attempt-record": [attemptRecordSchema, "A line of <exp_name>.jsonl: one attempt of an agent at an instance."],
  "trajectory-line": [trajectoryLineSchema, "A line of trajectories.jsonl and trajectories_rejection_sampling.jsonl: one conversation."],
  "attempt-metadata": [metadataSchema, "<instance_id>/metadata.json: an attempt without its conversation."],
  "reward-summary": [rewardSummarySchema, "reward_summary.json: the rewards of a run."],
  "run-config": [runConfigSchema, "run_config.json: what a run was done with."],
  "grade-row": [gradeRowSchema, "A line of the output of swe-run grade: the verdict on one prediction."],
};

/** JSON Schemas (2020-12) of everything that Stage 2 writes as JSON, by the name of their file without `.schema.json`. */
export function createJsonSchemas(): Readonly<Record<string, object>> {
  const entries = Object.entries(schemas).map(([name, [schema, description]]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", reused: "ref" });
    return [name, { $schema, title: name, description, ...rest }];
  });
  return Object.fromEntries(entries) as Record<string, object>;
}
