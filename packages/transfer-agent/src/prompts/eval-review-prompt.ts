import { fence } from "../text/fence.ts";

export const evalReviewFormat = `{"eval_script": "<the complete script as a JSON string, or <None> to keep it>", "notes": "<one or two sentences>"}`;

export const evalReviewSystemPrompt: string = `You adapt test scripts to a changed environment. A Dockerfile was normalised: the repository now lies at /testbed itself, and the environment is activated by the login shell. The script runs as root in a fresh container of that image, applies a test patch, runs the tests and reports their status. Decide whether the script still fits, and change only what the new Dockerfile makes necessary: paths, the folder it starts in, activation of the environment.

Rules:
- Keep the line [CONTENT_OF_TEST_PATCH] exactly as it is, at its place in the here-document: the test patch is put back there.
- Keep the test command, the files it names, the resetting of test files, and the final line that prints OMNIGRIL_EXIT_CODE with the real status of the test command. Never print a fixed number.
- Add no network access and no installation of anything.
- A script that fits is answered with "<None>".

Answer with exactly one JSON object and nothing else:
${evalReviewFormat}`;

export interface EvalReviewPromptOptions {
  readonly dockerfile: string;
  readonly diff: string;
  readonly scriptSkeleton: string;
  /** Findings of the try before, if it failed. */
  readonly findings: string | undefined;
}

export function evalReviewPrompt(options: EvalReviewPromptOptions): string {
  return [
    "The Dockerfile that will be built:",
    fence("dockerfile", options.dockerfile),
    "Its difference to the original:",
    fence("diff", options.diff),
    "The script (its test patch is replaced by the placeholder):",
    fence("bash", options.scriptSkeleton),
    ...(options.findings === undefined ? [] : ["The try before this one failed. What was found:", options.findings]),
  ].join("\n\n");
}
