import { buildEvalScript } from "./build-eval-script.ts";
import type { FormatAdapter, Row } from "./dataset-format.ts";
import { commandsOf, given, imageFields, noEvalScript, textOf } from "./row-fields.ts";

/** SWE-bench-Live and what RepoLaunch writes: rebuild and test commands, one image an instance. */
export const sweBenchLive: FormatAdapter = {
  recognise: (row) => Array.isArray(row["test_cmds"]) && textOf(row, "docker_image") !== undefined,
  adapt: (row) => {
    const script = textOf(row, "eval_script") === undefined ? evalScriptOf(row) : undefined;
    const fields = { ...imageFields(row, textOf(row, "docker_image")), ...given({ eval_script: script }) };
    return { fields, missing: noEvalScript("SWE-bench-Live") };
  },
};

function evalScriptOf(row: Row): string | undefined {
  const baseCommit = textOf(row, "base_commit");
  const testPatch = textOf(row, "test_patch");
  const tests = commandsOf(row, "test_cmds");
  if (baseCommit === undefined || testPatch === undefined || tests.length === 0) return undefined;
  return buildEvalScript({ baseCommit, testPatch, commands: [...commandsOf(row, "rebuild_cmds"), ...tests] });
}
