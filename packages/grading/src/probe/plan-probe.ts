import type { RunnerId } from "../runners/runner-id.ts";
import { findMutations, type Mutation } from "./find-mutations.ts";
import { plantCanary } from "./plant-canary.ts";

/** Test files in which something must fail, and how to recognise it. */
export interface ProbePlan {
  readonly files: ReadonlyMap<string, string>;
  /** Tokens of the planted tests, by file. */
  readonly canaries: ReadonlyMap<string, string>;
  /** Literals of assertions that were changed too. */
  readonly mutations: number;
}

/** What {@link planProbes} needs to know. */
export interface ProbeSettings {
  readonly runner: RunnerId | undefined;
  readonly testPatch: string;
  /** Test files after the test patch. */
  readonly files: ReadonlyMap<string, string>;
  /** There is a gold patch to find out whether a changed literal makes a difference; else many are changed at once. */
  readonly hasGold: boolean;
  /** The eval script without its test patch. */
  readonly skeleton: string;
}

const maxTries = 3;

function mutate(files: ReadonlyMap<string, string>, mutations: readonly Mutation[]): Map<string, string> {
  const changed = new Map(files);
  for (const { path, line, text } of mutations) {
    const lines = (changed.get(path) ?? "").split("\n");
    lines[line] = text;
    changed.set(path, lines.join("\n"));
  }
  return changed;
}

/** Sets of changes to try one after the other. */
function chooseMutations({ testPatch, files, hasGold, skeleton }: ProbeSettings): (readonly Mutation[])[] {
  const found = findMutations(testPatch, files);
  if (hasGold) return found.slice(0, maxTries).map((mutation) => [mutation]);
  const named = found.filter(({ path }) => skeleton.includes(path));
  const strong = (named.length > 0 ? named : found).filter((mutation) => mutation.strong);
  // One change could be without effect by accident; all of them can not.
  return strong.length > 1 ? [strong] : [];
}

/** Probes in the order in which they are worth trying; more than one only where nothing but changed literals can be used. */
export function planProbes(settings: ProbeSettings): ProbePlan[] {
  const { runner, files } = settings;
  const plan = (mutations: readonly Mutation[]): ProbePlan => {
    const texts = mutate(files, mutations);
    const canaries = new Map<string, string>();
    for (const [path, text] of texts) {
      const canary = runner === undefined ? undefined : plantCanary(runner, path, text);
      if (canary === undefined) continue;
      texts.set(path, canary.text);
      canaries.set(path, canary.token);
    }
    return { files: new Map([...texts].filter(([path, text]) => text !== files.get(path))), canaries, mutations: mutations.length };
  };
  const plans = chooseMutations(settings).map(plan);
  const first = plans[0] ?? plan([]);
  return first.canaries.size > 0 ? [first] : plans;
}

/** Shell commands that put the files of a plan in place, without a word in the log. */
export function plantingCommands(plan: ProbePlan, workdir: string): string {
  const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const writes = [...plan.files].map(
    ([path, text]) => `printf %s '${Buffer.from(text).toString("base64")}' | base64 -d >${quote(`${workdir}/${path}`)}`,
  );
  return `{ ${writes.join("; ")}; } 2>/dev/null`;
}
