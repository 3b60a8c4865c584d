import type { FormatAdapter } from "./dataset-format.ts";
import { given, imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** R2E-Gym: no ids of its own; the commit named is the one with the fix. */
export const r2eGym: FormatAdapter = {
  recognise: (row) => textOf(row, "repo_name") !== undefined && textOf(row, "expected_output_json") !== undefined,
  adapt: (row) => {
    const [repo, commit] = [textOf(row, "repo_name"), textOf(row, "commit_hash")];
    const id = repo === undefined || commit === undefined ? undefined : `${repo}-${commit}`;
    const fields = given({
      instance_id: textOf(row, "instance_id") === undefined ? id : undefined,
      repo: textOf(row, "repo") === undefined ? repo : undefined,
    });
    return { fields: { ...fields, ...imageFields(row, textOf(row, "docker_image")) }, missing: noEvalScript("R2E-Gym") };
  },
};
