import type { RunnerId } from "../runners/runner-id.ts";
import { findMutations } from "./find-mutations.ts";
import { plantCanary } from "./plant-canary.ts";

/** Test files in which something must fail, and how to recognise it. */
export interface ProbePlan {
  readonly files: ReadonlyMap<string, string>;
  /** Tokens of the planted tests, by file. */
  readonly canaries: ReadonlyMap<string, string>;
  /** A literal of a test was changed too. */
  readonly mutated: boolean;
}

/** What {@link planProbes} needs to know. */
export interface ProbeSettings {
  readonly runner: RunnerId | undefined;
  readonly testPatch: string;
  /** Test files after the test patch. */
  readonly files: ReadonlyMap<string, string>;
  /** Literals may be changed: there is a gold patch to find out whether that makes a difference. */
  readonly mutate: boolean;
}

function mutatedFiles(files: ReadonlyMap<string, string>, mutation: { path: string; line: number; text: string }): Map<string, string> {
  const lines = (files.get(mutation.path) ?? "").split("\n");
  lines[mutation.line] = mutation.text;
  return new Map([...files, [mutation.path, lines.join("\n")]]);
}

/** Probes in the order in which they are worth trying; more than one only where nothing but changed literals can be used. */
export function planProbes({ runner, testPatch, files, mutate }: ProbeSettings): ProbePlan[] {
  const mutations = mutate ? findMutations(testPatch, files) : [];
  const plan = (texts: ReadonlyMap<string, string>, mutated: boolean): ProbePlan => {
    const canaries = new Map<string, string>();
    const changed = new Map(texts);
    for (const [path, text] of texts) {
      const canary = runner === undefined ? undefined : plantCanary(runner, path, text);
      if (canary === undefined) continue;
      changed.set(path, canary.text);
      canaries.set(path, canary.token);
    }
    return { files: new Map([...changed].filter(([path, text]) => text !== files.get(path))), canaries, mutated };
  };
  const plans = mutations.map((mutation) => plan(mutatedFiles(files, mutation), true));
  const first = plans[0] ?? plan(files, false);
  if (first.canaries.size > 0) return [first];
  return plans.length > 0 ? plans : [];
}

/** Shell commands that put the files of a plan in place, without a word in the log. */
export function plantingCommands(plan: ProbePlan, workdir: string): string {
  const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const writes = [...plan.files].map(
    ([path, text]) => `printf %s '${Buffer.from(text).toString("base64")}' | base64 -d >${quote(`${workdir}/${path}`)}`,
  );
  return `{ ${writes.join("; ")}; } 2>/dev/null`;
}
