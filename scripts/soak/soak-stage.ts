import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type DriverEnd, startDriver } from "./driver.ts";
import { seededRandom } from "./seeded-random.ts";
import { watchReports } from "./watch-reports.ts";

/** A command line that is killed and started again, and what its output has to be in the end. */
export interface SoakStage {
  readonly name: string;
  /** Arguments of the program for an output folder. */
  command(output: string): readonly string[];
  /** Files that grow at their end. */
  readonly journals: readonly string[];
  /** What of a finished output must be the same however often it was interrupted. */
  fingerprint(output: string): Readonly<Record<string, string>>;
  /** Names of what is left on the engine and should not be. */
  leftovers(): readonly string[];
}

export interface SoakOptions {
  readonly kills: number;
  readonly seed: number;
  /** An empty folder for the outputs. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export interface SoakResult {
  readonly kills: number;
  /** Runs that got to their end, the undisturbed one not counted. */
  readonly finished: number;
  /** Empty when all promises were kept. */
  readonly faults: readonly string[];
}

/** Kills a stage at seeded random moments, starts it again each time, and compares the end with a run that nobody disturbed. */
export async function soakStage(stage: SoakStage, { kills, seed, folder, log }: SoakOptions): Promise<SoakResult> {
  const random = seededRandom(seed);
  const faults: string[] = [];
  const undisturbed = join(folder, "undisturbed");
  const first = await startDriver(stage.command(undisturbed)).end;
  log(`${stage.name}: undisturbed in ${seconds(first.durationMs)}, exit code ${first.exitCode}`);
  const expected = stage.fingerprint(undisturbed);
  // A sixth of a run: several kills hit each, from its first moments on, and it still moves forward.
  const longestMs = Math.min(10_000, Math.max(1500, first.durationMs / 6));

  let done = 0;
  let finished = 0;
  for (let cycle = 0; done < kills || cycle === 0; cycle++) {
    const output = join(folder, `cycle-${cycle}`);
    let end: DriverEnd | undefined;
    while (end?.exitCode === undefined) {
      const killAfterMs = done < kills ? random() * longestMs : undefined;
      const watcher = watchReports(output, stage.journals);
      end = await runUntil(stage.command(output), killAfterMs);
      faults.push(...(await watcher.stop()).map((fault) => `${stage.name}, kill ${done}: ${fault}`));
      if (end.exitCode === undefined) done++;
    }
    finished++;
    faults.push(...judge(stage, output, expected, first, end).map((fault) => `${stage.name}, cycle ${cycle}: ${fault}`));
    log(`${stage.name}: ${done} kills, ${finished} runs finished, ${faults.length} faults`);
  }
  faults.push(...stage.leftovers().map((name) => `${stage.name}: left on the engine: ${name}`));
  return { kills: done, finished, faults };
}

async function runUntil(command: readonly string[], killAfterMs: number | undefined): Promise<DriverEnd> {
  const driver = startDriver(command);
  if (killAfterMs === undefined) return driver.end;
  const ended = new AbortController();
  const killing = delay(killAfterMs, undefined, { signal: ended.signal }).then(driver.kill, () => undefined);
  const end = await driver.end;
  ended.abort();
  await killing;
  return end;
}

function judge(
  stage: SoakStage,
  output: string,
  expected: Readonly<Record<string, string>>,
  first: DriverEnd,
  end: DriverEnd,
): readonly string[] {
  if (end.exitCode !== first.exitCode) return [`exit code ${end.exitCode} instead of ${first.exitCode}:\n${end.output}`];
  const actual = stage.fingerprint(output);
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names]
    .filter((name) => expected[name] !== actual[name])
    .map((name) => `${name} is ${actual[name] ?? "missing"} instead of ${expected[name] ?? "missing"}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
