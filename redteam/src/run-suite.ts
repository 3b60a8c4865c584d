import type { SandboxProvider } from "@swe/core";
import { createSlots } from "@swe/grading";
import { attacks } from "./attacks/attacks.ts";
import type { RedteamCase, Target } from "./case.ts";
import { honest } from "./honest/honest.ts";
import { verdictOf, type CaseReport } from "./report.ts";
import { makeImage } from "./run/make-image.ts";
import { makeInstance } from "./run/make-instance.ts";
import { runCase, type PreparedTarget } from "./run/run-case.ts";
import { targets } from "./targets/targets.ts";

/** What to run. */
export interface SuiteOptions {
  readonly provider: SandboxProvider;
  /** Image with bash, git, Python with pytest, Node.js, make and a C compiler. */
  readonly baseImage: string;
  /** Whether a case is part of this run. @default all */
  readonly select?: ((kind: CaseReport["kind"], id: string, target: string) => boolean) | undefined;
  /** Also grade with entries that have neither gold patch nor test lists. @default false */
  readonly bare?: boolean | undefined;
  /** Cases at once. @default 2 */
  readonly concurrency?: number | undefined;
  /** Ends the cases that run and starts no others; the call rejects with the signal's reason when everything is removed. */
  readonly abortSignal?: AbortSignal | undefined;
  readonly onReport?: ((report: CaseReport) => void) | undefined;
}

interface Job {
  readonly kind: CaseReport["kind"];
  readonly item: RedteamCase;
  readonly target: string;
  readonly bare: boolean;
}

function listJobs({ select = () => true, bare = false }: SuiteOptions): Job[] {
  const kinds = [
    ["attack", attacks],
    ["honest", honest],
  ] as const;
  const jobs = kinds.flatMap(([kind, items]) =>
    items.flatMap((item) => item.targets.map((target) => ({ kind, item, target, bare: false }))),
  );
  const selected = jobs.filter(({ kind, item, target }) => select(kind, item.id, target));
  const again = selected.filter(({ item }) => item.listedOnly !== true).map((job) => ({ ...job, bare: true }));
  return bare ? [...selected, ...again] : selected;
}

async function prepare(options: SuiteOptions, target: Target, sealed: boolean): Promise<PreparedTarget> {
  const { provider, baseImage } = options;
  const image = await makeImage(provider, baseImage, target, false);
  const sealedImage = sealed ? await makeImage(provider, baseImage, target, true) : undefined;
  return { target, image, sealedImage, instance: await makeInstance(provider, image, target) };
}

/** Runs the cases for real. Nothing is left on the engine afterwards. */
export async function runSuite(options: SuiteOptions): Promise<CaseReport[]> {
  const { provider, concurrency = 2, onReport, abortSignal } = options;
  const jobs = listJobs(options);
  const slots = createSlots(concurrency);
  const prepared = new Map<string, Promise<PreparedTarget>>();
  for (const target of targets) {
    const own = jobs.filter((job) => job.target === target.id);
    if (own.length > 0)
      prepared.set(
        target.id,
        slots(() =>
          prepare(
            options,
            target,
            own.some(({ item }) => item.sealed === true),
          ),
        ),
      );
  }
  const run = async ({ kind, item, target, bare }: Job): Promise<CaseReport> => {
    const ready = await prepared.get(target);
    if (ready === undefined) throw new Error(`There is no target ${target}.`);
    const { instanceId, evalScript, network } = ready.instance;
    const instance = bare ? { instanceId, evalScript, network } : ready.instance;
    const result = await runCase(provider, item, { ...ready, instance }, abortSignal);
    const report: CaseReport = { kind, id: item.id, target, bare, result, verdict: verdictOf(kind, item, result) };
    onReport?.(report);
    return report;
  };
  try {
    await Promise.all(prepared.values());
    const started = jobs.map((job) => slots(() => run(job)));
    // Nothing may still be at work on an image that is about to be removed.
    await Promise.allSettled(started);
    return await Promise.all(started);
  } finally {
    for (const ready of await Promise.allSettled(prepared.values())) {
      if (ready.status === "rejected") continue;
      for (const image of [ready.value.image, ready.value.sealedImage])
        if (image !== undefined) await provider.removeImage(image, { force: true });
    }
  }
}
