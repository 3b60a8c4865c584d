import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, type JsonValue } from "@swe/core";
import type { RunConfig } from "../record/run-config.ts";
import { compareSettings } from "./compare-settings.ts";
import { checkExpName, experimentPaths, type ExperimentPaths } from "./experiment-paths.ts";

export interface ResolvedExperiment {
  readonly paths: ExperimentPaths;
  /** Of the run that is gone on with. */
  readonly previous: RunConfig | undefined;
  /** Name of the other experiment that the folder belongs to, because of which this one has a folder below it. */
  readonly besides: string | undefined;
}

/**
 * Finds the folder of an experiment: the output folder itself, or one below it named for the experiment where the output
 * folder belongs to another one. Throws `InputError` when the experiment exists with other settings.
 */
export async function resolveExperiment(
  outputFolder: string,
  expName: string,
  settings: Readonly<Record<string, JsonValue>>,
): Promise<ResolvedExperiment> {
  checkExpName(expName);
  const first = await readRunConfig(outputFolder);
  const besides = first === undefined || first.exp_name === expName ? undefined : first.exp_name;
  const folder = besides === undefined ? outputFolder : join(outputFolder, expName);
  const previous = besides === undefined ? first : await readRunConfig(folder);
  const differences = previous === undefined ? [] : compareSettings(previous.settings, settings);
  if (differences.length > 0) {
    throw new InputError({
      message: `The experiment "${expName}" in ${folder} was run with other settings:\n  ${differences.join("\n  ")}\n`,
      remedy: "Use the same settings to go on with it, or another name or output folder for a new experiment.",
    });
  }
  return { paths: experimentPaths(folder, expName), previous, besides };
}

/** The configuration of the run in a folder; undefined when there is none. */
export async function readRunConfig(folder: string): Promise<RunConfig | undefined> {
  const path = join(folder, "run_config.json");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw new InputError({ message: `${path} cannot be read.`, remedy: "Check its permissions.", cause: error });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "exp_name" in value && "settings" in value) return value as RunConfig;
  } catch {
    // Falls through to the same message.
  }
  throw new InputError({ message: `${path} is not a run configuration.`, remedy: "Move it away or choose another output folder." });
}
