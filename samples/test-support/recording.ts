import { readFileSync } from "node:fs";

import type { SampleRow } from "../generator/make-row.ts";

function replies(stage: "transfer" | "run", instanceId: string): string[] {
  const path = new URL(`../recordings/${stage}/${instanceId}.json`, import.meta.url);
  const recording = JSON.parse(readFileSync(path, "utf8")) as { readonly replies: readonly { readonly content: string }[] };
  return recording.replies.map((reply) => reply.content);
}

/** The bash commands of a Stage 2 recording, one for each reply. */
export function recordedCommands(instanceId: string): string[] {
  return replies("run", instanceId).map((content, index) => {
    const blocks = [...content.matchAll(/^```bash\n(.*?)\n```$/gmsu)];
    const command = blocks[0]?.[1];
    if (command === undefined || blocks.length > 1) throw new Error(`${instanceId}, reply ${index}: expected one bash block`);
    return command;
  });
}

export interface Environment {
  readonly dockerfile: string;
  readonly evalScript: string;
}

/** The environment that a Stage 1 recording ends with: the last Dockerfile and script that its replies give. */
export function recordedEnvironment(row: SampleRow): Environment {
  const environment = { dockerfile: row.dockerfile, evalScript: row.eval_script };
  for (const content of replies("transfer", row.instance_id)) {
    const json = content.replaceAll(/^```(json)?$/gmu, "");
    const { dockerfile, eval_script: script } = JSON.parse(json) as { dockerfile?: string; eval_script?: string };
    if (dockerfile !== undefined && dockerfile !== "<None>") environment.dockerfile = dockerfile;
    if (script !== undefined && script !== "<None>") {
      environment.evalScript = script.replace("[CONTENT_OF_TEST_PATCH]\n", () => row.test_patch);
    }
  }
  return environment;
}
