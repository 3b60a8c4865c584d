import type { ChatMessage } from "@swe/core";
import type { Candidate } from "../candidate.ts";
import { draft } from "../phases/draft.ts";
import { evalReview } from "../phases/eval-review.ts";
import { selfCheck } from "../phases/self-check.ts";
import { revisionPrompt } from "../prompts/revision-prompt.ts";
import type { InstanceContext } from "./instance-context.ts";
import type { PhaseTimer } from "./phase-timer.ts";
import { rejected, type Rejected } from "./verdict.ts";

export interface DraftCandidateOptions {
  readonly context: InstanceContext;
  readonly timer: PhaseTimer;
  /** The main conversation, ending with the request for a Dockerfile. */
  readonly messages: ChatMessage[];
  /** What the try before was made of. */
  readonly current: Candidate;
  /** What was found wrong with it. */
  readonly findings: string | undefined;
}

export type Drafted = { readonly ok: true; readonly candidate: Candidate } | Rejected;

/** Draft, self-check and eval review: a candidate that is worth a build. */
export async function draftCandidate(options: DraftCandidateOptions): Promise<Drafted> {
  const { context, timer, current, findings } = options;
  const { caller, entry, log } = context;
  const reviewed = await draftUntilClean(options);
  if (!reviewed.ok) return reviewed;
  const { dockerfile } = reviewed;
  const review = await timer.run("eval review", () =>
    evalReview({
      caller,
      originalDockerfile: entry.instance.dockerfile,
      dockerfile,
      originalScript: entry.instance.evalScript,
      script: current.evalScript,
      testPatch: entry.instance.testPatch,
      findings,
    }),
  );
  if (review.rejected !== undefined) await log(`eval review: the answer is not used, the original script stays: ${review.rejected}`);
  return { ok: true, candidate: { dockerfile, evalScript: review.script } };
}

async function draftUntilClean(options: DraftCandidateOptions): Promise<{ readonly ok: true; readonly dockerfile: string } | Rejected> {
  const { context, timer, messages, current } = options;
  const { caller, settings, entry, log } = context;
  let dockerfile = current.dockerfile;
  for (let number = 1; ; number++) {
    const reply = await timer.run("draft", () => draft({ caller, messages, current: dockerfile }));
    if (!reply.ok) return rejected("The model gave no usable Dockerfile.", `No reply could be used: ${reply.problem}`);
    dockerfile = reply.value.dockerfile;
    await log(`draft ${number}: ${reply.value.notes === "" ? "(no notes)" : reply.value.notes}`);
    const review = await timer.run("self-check", () => selfCheck({ caller, original: entry.instance.dockerfile, candidate: dockerfile }));
    if (!review.needsRevision) return { ok: true, dockerfile };
    await log(`self-check ${number}: ${review.feedback}`);
    if (number >= settings.selfCheckMaxRevisions) {
      return rejected(
        "The reviewer still asked for changes.",
        `The Dockerfile was not built, since the reviewer still asks for changes:\n${review.feedback}`,
      );
    }
    messages.push({ role: "user", content: revisionPrompt(review.feedback) });
  }
}
