import { parseTextList } from "../text-list.ts";
import type { FormatAdapter } from "./dataset-format.ts";
import { given, imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** Scale-SWE: short names for the same things. */
export const scaleSwe: FormatAdapter = {
  recognise: (row) => textOf(row, "image_url") !== undefined && Object.hasOwn(row, "F2P"),
  adapt: (row) => {
    const fields = given({
      base_commit: textOf(row, "base_commit") ?? textOf(row, "parent_commit"),
      FAIL_TO_PASS: parseTextList(row["F2P"]),
      PASS_TO_PASS: parseTextList(row["P2P"]),
    });
    return { fields: { ...imageFields(row, textOf(row, "image_url")), ...fields }, missing: noEvalScript("Scale-SWE") };
  },
};
