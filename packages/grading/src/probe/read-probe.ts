import type { EvalRun } from "../run/eval-run.ts";
import type { TestStatus } from "../runners/test-log.ts";
import { leafOf } from "./leaf-of.ts";
import type { ProbePlan } from "./plan-probe.ts";

/** What a run with a probe in it shows. */
export interface ProbeReading {
  /** The script reported failure, where it reports at all. */
  readonly failed: boolean;
  /** Files whose planted test was reported as failed. */
  readonly failedCanaries: ReadonlySet<string>;
  /** A planted test was reported as passed. */
  readonly canaryPassed: boolean;
  /** A test beside the planted ones is named as passed, so that they would have shown too. */
  readonly neighbourPassed: boolean;
  /** What became of the tests by the names that they have in their files. */
  readonly byName: ReadonlyMap<string, readonly TestStatus[]>;
  /** Other tests that did not fail without the probe and do with it. */
  readonly newlyFailed: ReadonlySet<string>;
}

const bad = (status: string): boolean => status === "FAILED" || status === "ERROR";

/** Names without parameters; a group or file of tests fails with the tests in it and says nothing by itself. */
function distinct(ids: readonly string[]): ReadonlySet<string> {
  const names = [...new Set(ids.map((id) => id.replace(/\[.*$|(?<=\)) [([].*$/, "")))];
  const isAround = (name: string, other: string): boolean => other.startsWith(name) && /^\W/.test(other.slice(name.length));
  return new Set(names.filter((name) => !names.some((other) => isAround(name, other))));
}

/** Reads a run with a probe; `without` is a run of the same tests without it. */
export function readProbe(run: EvalRun, without: EvalRun, plan: ProbePlan): ProbeReading {
  const canaries = [...plan.canaries];
  const marker = run.recordedMarker ?? run.marker.exitCode;
  const statuses = [...run.tests];
  const of = (token: string): string[] => statuses.filter(([id]) => id.includes(token)).map(([, status]) => status);
  const isPlanted = (leaf: string): boolean => leaf.length > 4 && [...plan.files.values()].some((text) => text.includes(leaf));
  const planted = statuses.map(([id]) => id).filter((id) => canaries.some(([, token]) => id.includes(token)));
  // A file, class or package fails with the planted test in it, which says nothing about the others.
  const holdsPlanted = (id: string): boolean =>
    planted.some((canary) => canary.startsWith(id)) || (run.runner === "go test" && !/^(?:Test|Example|Fuzz|Benchmark)/.test(id));
  const newlyFailed = statuses.filter(([id, status]) => bad(status) && !bad(without.tests.get(id) ?? "PASSED") && !holdsPlanted(id));
  const byName = new Map<string, TestStatus[]>();
  for (const [id, status] of statuses) byName.set(leafOf(id), [...(byName.get(leafOf(id)) ?? []), status]);
  return {
    byName,
    failed: run.expectsMarker ? marker !== 0 : true,
    failedCanaries: new Set(canaries.filter(([, token]) => of(token).some(bad)).map(([path]) => path)),
    neighbourPassed: statuses.some(([id, status]) => status === "PASSED" && isPlanted(leafOf(id))),
    canaryPassed: canaries.some(([, token]) => of(token).includes("PASSED")),
    newlyFailed: distinct(newlyFailed.map(([id]) => id)),
  };
}
