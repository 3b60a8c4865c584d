import { randomInt } from "node:crypto";
import type { RunnerId } from "../runners/runner-id.ts";
import { findMutations, type Mutation } from "./find-mutations.ts";
import { plantCanary } from "./plant-canary.ts";

/** Test files in which something must fail, and how to recognise it. */
export interface ProbePlan {
  readonly files: ReadonlyMap<string, string>;
  /** Tokens of the planted tests, by file. */
  readonly canaries: ReadonlyMap<string, string>;
  /** Assertions that ask for something else. */
  readonly mutations: number;
  /** At most so many tests may fail for it; undefined when that cannot be told. */
  readonly changedTests: number | undefined;
  /** That no test minds the changes cannot be an accident. */
  readonly certain: boolean;
}

/** What {@link planMutations} needs to know. */
export interface ProbeSettings {
  readonly runner: RunnerId | undefined;
  readonly testPatch: string;
  /** Test files after the test patch. */
  readonly files: ReadonlyMap<string, string>;
  /** There is a gold patch to find out whether a changed assertion makes a difference; else many are changed at once. */
  readonly hasGold: boolean;
  /** The eval script without its test patch. */
  readonly skeleton: string;
}

const maxTries = 3;

function mutate(files: ReadonlyMap<string, string>, mutations: readonly Mutation[]): Map<string, string> {
  const changed = new Map<string, string>();
  for (const { path, line, text } of mutations) {
    const lines = (changed.get(path) ?? files.get(path) ?? "").split("\n");
    lines[line] = text;
    changed.set(path, lines.join("\n"));
  }
  return changed;
}

/** Tests of random names that must fail, one in each test file that takes one. They are recognisable, so nothing else is changed beside them. */
export function planCanaries({ runner, files }: Pick<ProbeSettings, "runner" | "files">): ProbePlan | undefined {
  const texts = new Map<string, string>();
  const canaries = new Map<string, string>();
  for (const [path, text] of files) {
    const canary = runner === undefined ? undefined : plantCanary(runner, path, text);
    if (canary === undefined) continue;
    texts.set(path, canary.text);
    canaries.set(path, canary.token);
  }
  return canaries.size === 0 ? undefined : { files: texts, canaries, mutations: 0, changedTests: undefined, certain: true };
}

/** Some of the tests, so that those left alone have to go on passing. */
function chooseTests(mutations: readonly Mutation[]): { readonly chosen: readonly Mutation[]; readonly tests: number | undefined } {
  const keyOf = ({ path, block }: Mutation): string => `${path}:${String(block)}`;
  const keys = [...new Set(mutations.filter(({ block }) => block !== undefined).map(keyOf))];
  if (keys.length < 2) return { chosen: mutations, tests: undefined };
  const wanted = Math.ceil(keys.length / 2);
  const picked = new Set<string>();
  while (picked.size < wanted) picked.add(keys[randomInt(keys.length)] ?? "");
  return { chosen: mutations.filter((mutation) => picked.has(keyOf(mutation))), tests: wanted };
}

const makePlan = ({ files, skeleton }: ProbeSettings, mutations: readonly Mutation[], changedTests?: number): ProbePlan => ({
  files: mutate(files, mutations),
  canaries: new Map(),
  mutations: mutations.length,
  changedTests,
  certain: mutations.length > 1 || mutations.some(({ path }) => skeleton.includes(path)),
});

/** Changed assertions of the test patch, in the order in which they are worth trying. Nothing in them tells that they were changed. */
export function planMutations(settings: ProbeSettings): ProbePlan[] {
  const { runner, testPatch, files, hasGold, skeleton } = settings;
  const found = findMutations(testPatch, files);
  if (hasGold) return found.slice(0, maxTries).map((mutation) => makePlan(settings, [mutation]));
  const named = found.filter(({ path }) => skeleton.includes(path));
  const strong = (named.length > 0 ? named : found).filter((mutation) => mutation.strong);
  if (strong.length === 0) return [];
  const { chosen, tests } = runner === undefined ? { chosen: strong, tests: undefined } : chooseTests(strong);
  return [makePlan(settings, chosen, tests)];
}

/**
 * The last assertions of one test file. Where only an exit code speaks, code that ends the tests early with status 0 may have let
 * the first of them do their work.
 */
export function planLastMutations(settings: ProbeSettings): ProbePlan[] {
  const { testPatch, files, hasGold } = settings;
  const strong = findMutations(testPatch, files).filter((mutation) => mutation.strong);
  const paths = [...new Set(strong.map(({ path }) => path))];
  if (paths.length === 0) return [];
  const path = paths[randomInt(paths.length)];
  const own = strong.filter((mutation) => mutation.path === path).toSorted((a, b) => a.line - b.line);
  const plan = makePlan(settings, own.slice(hasGold ? -1 : -Math.ceil(own.length / 3)));
  // That the tests of the only file are run has been seen by then.
  return [{ ...plan, certain: plan.certain || paths.length === 1 }];
}
