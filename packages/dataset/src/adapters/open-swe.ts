import type { FormatAdapter } from "./dataset-format.ts";
import { imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** OpenSWE: a built image and its eval script. */
export const openSwe: FormatAdapter = {
  recognise: (row) =>
    textOf(row, "image_name") !== undefined && textOf(row, "eval_script") !== undefined && textOf(row, "dockerfile") === undefined,
  adapt: (row) => ({ fields: imageFields(row, textOf(row, "image_name")), missing: noEvalScript("OpenSWE") }),
};
