import { shellQuote } from "@swe/core";
import { buildEvalScript, filesOfPatch } from "./build-eval-script.ts";
import type { FormatAdapter, Row } from "./dataset-format.ts";
import { commandsOf, given, imageFields, noEvalScript, objectOf, textOf } from "./row-fields.ts";

/** SWE-rebench, first and second version: the install configuration names the test command. */
export const sweRebench: FormatAdapter = {
  recognise: (row) => objectOf(row, "install_config") !== undefined,
  adapt: (row) => {
    const image = textOf(row, "docker_image") ?? textOf(row, "image_name");
    const script = textOf(row, "eval_script") === undefined ? evalScriptOf(row) : undefined;
    return { fields: { ...imageFields(row, image), ...given({ eval_script: script }) }, missing: noEvalScript("SWE-rebench") };
  },
};

// The images of the first version keep the environment of the repository apart from the system's.
const activate = "if [ -f /opt/miniconda3/bin/activate ]; then source /opt/miniconda3/bin/activate testbed; fi";

function evalScriptOf(row: Row): string | undefined {
  const baseCommit = textOf(row, "base_commit");
  const testPatch = textOf(row, "test_patch");
  const config = objectOf(row, "install_config");
  const commands = commandsOf(config, "test_cmd");
  if (baseCommit === undefined || testPatch === undefined || commands.length === 0) return undefined;
  // One text is the runner alone and wants the files; a list is complete.
  const isRunnerAlone = typeof config?.["test_cmd"] === "string";
  const { changed, added } = filesOfPatch(testPatch);
  const files = [...changed, ...added].map(shellQuote).join(" ");
  return buildEvalScript({
    baseCommit,
    testPatch,
    setup: [activate],
    commands: isRunnerAlone ? commands.map((command) => `${command} ${files}`) : commands,
  });
}
