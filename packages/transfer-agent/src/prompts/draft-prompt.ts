import { fence } from "../text/fence.ts";

export interface DraftPromptOptions {
  readonly repo: string | undefined;
  readonly baseCommit: string | undefined;
  readonly dockerfile: string;
  /** The eval script without its test patch. */
  readonly scriptSkeleton: string;
  /** What the checks found on the untouched baseline, if it was tried. */
  readonly baselineFindings: string | undefined;
}

/** First request of the main conversation. */
export function draftPrompt(options: DraftPromptOptions): string {
  const facts = [
    options.repo === undefined ? undefined : `Repository: ${options.repo}`,
    options.baseCommit === undefined ? undefined : `Commit: ${options.baseCommit}`,
  ].filter((line) => line !== undefined);
  return [
    ...facts,
    "The Dockerfile as it is:",
    fence("dockerfile", options.dockerfile),
    "For your information, the script that will run the tests (its test patch is left out):",
    fence("bash", options.scriptSkeleton),
    ...(options.baselineFindings === undefined
      ? []
      : ["This Dockerfile was built and checked unchanged. What was found:", options.baselineFindings]),
    "Return the normalised Dockerfile as the JSON object described above.",
  ].join("\n\n");
}
