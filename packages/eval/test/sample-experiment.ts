import { createBashScaffold, type Scaffold } from "@swe/agent";
import { type ChatModel, type DatasetEntry, type Instance, systemClock } from "@swe/core";
import { createSlots } from "@swe/grading";
import type { AttemptTask, ExperimentOptions } from "../src/index.ts";
import { createImageStore, toAttemptTask } from "../src/index.ts";
import type { HostProvider } from "./host-provider.ts";

/** Every instance's bug: `answer` says 41. */
export const sampleTree: string = String.raw`
git init -q -b main . && git config user.email a@b.c && git config user.name n
echo 41 >answer && printf '*.log\n' >.gitignore && git add -A && git commit -q -m base`;

const evalScript = String.raw`#!/bin/bash
[ "$(cat answer)" = 42 ]
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"`;

export interface SampleEntry {
  readonly id: string;
  readonly image?: string;
  /** Further members of the entry as JSON text, e.g. `"version": 1.0`. */
  readonly extra?: string;
}

export function sampleTask({ id, image = "sample:1", extra }: SampleEntry): AttemptTask {
  const instance: Instance = {
    instanceId: id,
    repo: "owner/name",
    baseCommit: undefined,
    language: undefined,
    problemStatement: `The answer is wrong (${id}).`,
    dockerfile: "FROM scratch",
    evalScript,
    dockerImage: image,
    patch: undefined,
    testPatch: undefined,
    network: "none",
    failToPass: undefined,
    passToPass: undefined,
    issueNumbers: ["7"],
    evidence: undefined,
    expectedOutput: undefined,
  };
  const fields = JSON.stringify({ instance_id: id, docker_image: image, dockerfile: "FROM scratch", eval_script: evalScript });
  const json = extra === undefined ? fields : `${fields.slice(0, -1)},${extra}}`;
  const entry: DatasetEntry = { instance, index: 0, json, withFields: () => json };
  return toAttemptTask(entry, "/");
}

const bashScaffold: Scaffold = createBashScaffold({
  id: "sample",
  systemPrompt: () => "You repair things.",
  instancePrompt: ({ problemStatement }) => problemStatement,
});

/** A reply that runs a command, and one that submits. */
export const bash = (command: string): string => `I act.\n\n\`\`\`bash\n${command}\n\`\`\``;
export const submit: string = bash("echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT");

export interface SampleExperiment {
  readonly folder: string;
  readonly provider: HostProvider;
  readonly model: ChatModel;
  readonly tasks: readonly AttemptTask[];
}

export function sampleExperiment({ folder, provider, model, tasks }: SampleExperiment): ExperimentOptions {
  return {
    outputFolder: folder,
    tasks,
    settings: { expName: "exp", scaffold: bashScaffold, mode: "text", temperature: 0, confirm: "none" },
    services: { provider, model, images: createImageStore(provider), gradingSlots: createSlots(2), clock: systemClock, runId: "run" },
    workers: 2,
    retryBackoffMs: () => 0,
  };
}
