import type { FormatAdapter } from "./dataset-format.ts";
import { given, imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** SWE-bench and its relatives. Only rows that carry their eval script can be run. */
export const sweBench: FormatAdapter = {
  recognise: (row) =>
    textOf(row, "environment_setup_commit") !== undefined ||
    (textOf(row, "image") !== undefined && textOf(row, "log_parser") !== undefined),
  adapt: (row) => {
    const id = textOf(row, "instance_id");
    const image = textOf(row, "image") ?? (id === undefined ? undefined : sweBenchImage(id));
    const script = textOf(row, "eval_script");
    const marked = script === undefined ? undefined : withMarker(script);
    return { fields: { ...imageFields(row, image), ...given({ eval_script: marked }) }, missing: noEvalScript("SWE-bench") };
  },
};

function sweBenchImage(id: string): string {
  return `swebench/sweb.eval.x86_64.${id.toLowerCase().replaceAll("__", "_1776_")}:latest`;
}

const endOfTests = /^: '>>>>> End Test Output'$/m;

/** These scripts report through their log alone; ours end with the status of the test command too. */
function withMarker(script: string): string | undefined {
  if (script.includes("OMNIGRIL_EXIT_CODE") || !endOfTests.test(script)) return undefined;
  const saved = script.replace(endOfTests, (line) => `rc=$?\n${line}`);
  return `${saved.replace(/\n*$/, "\n")}echo "OMNIGRIL_EXIT_CODE=$rc"\n`;
}
