import { join } from "node:path";
import { InputError } from "@swe/core";
import { readRunConfig } from "@swe/eval";

/** The folder of an experiment: the output folder, or the one below it that is named for the experiment. */
export async function findExperiment(trajDir: string, expName: string | undefined): Promise<string> {
  const first = await readRunConfig(trajDir);
  if (first !== undefined && (expName === undefined || first.exp_name === expName)) return trajDir;
  if (expName !== undefined && (await readRunConfig(join(trajDir, expName))) !== undefined) return join(trajDir, expName);
  throw new InputError({
    message: expName === undefined ? `${trajDir} holds no run.` : `${trajDir} holds no run named "${expName}".`,
    remedy: "Name the --traj_dir, and where it holds several runs the --exp_name, of a run.",
  });
}
