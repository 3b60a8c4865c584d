import { randomInt } from "node:crypto";
import type { RunnerId } from "../runners/runner-id.ts";
import { findMutations, type Mutation } from "./find-mutations.ts";
import { plantCanary } from "./plant-canary.ts";
import { plantEnd } from "./plant-end.ts";

/** Test files in which something must fail, and how to recognise it. */
export interface ProbePlan {
  readonly files: ReadonlyMap<string, string>;
  /** Tokens of the planted tests, by file. */
  readonly canaries: ReadonlyMap<string, string>;
  /** Assertions that ask for something else. */
  readonly mutations: number;
  /** The tests that the test patch is about, as far as their names are known. */
  readonly tests: readonly PlannedTest[];
  /** That no test at all minds the changes cannot be an accident. */
  readonly certain: boolean;
}

/** A test of the test patch. */
export interface PlannedTest {
  readonly name: string;
  /** It must fail; the others must not. */
  readonly changed: boolean;
  /** That it does not mind the change cannot be an accident. */
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
  return canaries.size === 0 ? undefined : { files: texts, canaries, mutations: 0, tests: [], certain: true };
}

interface Group {
  readonly name: string;
  readonly mutations: readonly Mutation[];
}

function makePlan({ files, skeleton }: ProbeSettings, chosen: readonly Group[], others: readonly Group[] = []): ProbePlan {
  const mutations = chosen.flatMap((group) => group.mutations);
  const named = ({ name, mutations: own }: Group, changed: boolean): PlannedTest[] =>
    name === "" ? [] : [{ name, changed, certain: own.length > 1 || own.some(({ certain }) => certain) }];
  const tests = [...chosen.flatMap((group) => named(group, true)), ...others.flatMap((group) => named(group, false))];
  return {
    files: mutate(files, mutations),
    canaries: new Map(),
    mutations: mutations.length,
    tests: tests.filter(({ name, changed }) => changed || !tests.some((other) => other.changed && other.name === name)),
    certain: mutations.length > 1 || mutations.some(({ path, certain }) => certain || skeleton.includes(path)),
  };
}

/** The last resort: files that the script names and that fail when they come to their ends. */
function planEnds({ files, skeleton }: ProbeSettings): ProbePlan[][] {
  const planted = [...files].flatMap(([path, text]) => {
    const changed = skeleton.includes(path) ? plantEnd(path, text) : undefined;
    return changed === undefined ? [] : [[path, changed] as const];
  });
  return planted.length === 0 ? [] : [[{ files: new Map(planted), canaries: new Map(), mutations: 0, tests: [], certain: true }]];
}

/** The changes to try, by the test they are in. Without a gold patch only those count that can hardly be without effect. */
function groupMutations({ testPatch, files, hasGold, skeleton }: ProbeSettings): { tests: Group[]; loose: Mutation[] } {
  const found = findMutations(testPatch, files);
  const named = found.filter(({ path }) => skeleton.includes(path));
  const usable = hasGold ? found : (named.length > 0 ? named : found).filter(({ strong }) => strong);
  const groups = new Map<string, Mutation[]>();
  for (const mutation of usable) {
    if (mutation.block === undefined) continue;
    const key = `${mutation.path}:${mutation.block.line}`;
    groups.set(key, [...(groups.get(key) ?? []), mutation]);
  }
  const tests = [...groups.values()].map((own): Group => {
    const strong = own.filter((mutation) => mutation.strong);
    return { name: own[0]?.block?.name ?? "", mutations: strong.length > 0 ? strong : own.slice(0, 1) };
  });
  return { tests, loose: usable.filter(({ block }) => block === undefined) };
}

function shuffle<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(randomInt(left.length), 1));
}

/**
 * Probes that all have to be stood: assertions of one half of the tests ask for something else, then those of the other half, and
 * what is left alone has to go on passing. Each is a list of plans, to be tried until one shows something.
 */
export function planHalves(settings: ProbeSettings): ProbePlan[][] {
  const { tests, loose } = groupMutations(settings);
  if (tests.length === 0) {
    if (settings.hasGold) return [loose.slice(0, maxTries).map((mutation) => makePlan(settings, [{ name: "", mutations: [mutation] }]))];
    return loose.length === 0 ? [] : [[makePlan(settings, [{ name: "", mutations: loose }])]];
  }
  const order = shuffle(tests);
  const half = Math.ceil(order.length / 2);
  const [one, other] = [order.slice(0, half), order.slice(half)];
  return other.length === 0 ? [[makePlan(settings, one)]] : [[makePlan(settings, one, other)], [makePlan(settings, other, one)]];
}

/**
 * Where only an exit code speaks: all at once, or the most promising, and then some tests by themselves, the last of a file among
 * them. Code that ends the tests early with status 0 may have let others do their work.
 */
export function planOneByOne(settings: ProbeSettings): ProbePlan[][] {
  const { tests, loose } = groupMutations(settings);
  const all = [...tests.flatMap((group) => group.mutations), ...loose];
  if (all.length === 0) return planEnds(settings);
  const single = (mutation: Mutation): ProbePlan => makePlan(settings, [{ name: "", mutations: [mutation] }]);
  const first = settings.hasGold ? all.slice(0, maxTries).map(single) : [makePlan(settings, [{ name: "", mutations: all }])];
  const strong = loose.filter((mutation) => mutation.strong);
  const groups: Group[] = [...tests, ...strong.map((mutation) => ({ name: "", mutations: [mutation] }))];
  const paths = [...new Set(all.map(({ path }) => path))];
  const path = paths[randomInt(paths.length)];
  const lineOf = ({ mutations }: Group): number => Math.max(...mutations.map(({ line }) => line));
  const last = groups
    .filter(({ mutations }) => mutations[0]?.path === path)
    .toSorted((a, b) => lineOf(a) - lineOf(b))
    .at(-1);
  const others = shuffle(groups.filter((group) => group !== last)).slice(0, maxTries - 1);
  const chosen = groups.length < 2 || last === undefined ? [] : [last, ...others];
  return [
    first,
    ...chosen.map((group) => {
      const plan = makePlan(settings, [group]);
      // That the tests of the only file are run has been seen by then.
      return [{ ...plan, certain: plan.certain || paths.length === 1 }];
    }),
  ];
}
