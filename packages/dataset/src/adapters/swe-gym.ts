import type { FormatAdapter } from "./dataset-format.ts";
import { imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** SWE-Gym has the fields of SWE-bench and images of its own. */
export const sweGym: FormatAdapter = {
  recognise: () => false,
  adapt: (row) => {
    const id = textOf(row, "instance_id")?.toLowerCase().replaceAll("__", "_s_");
    const image = id === undefined ? undefined : `xingyaoww/sweb.eval.x86_64.${id}:latest`;
    return { fields: imageFields(row, image), missing: noEvalScript("SWE-Gym") };
  },
};
