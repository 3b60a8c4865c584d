import { exportPredictions } from "@swe/eval";
import { exitCodes } from "../exit-codes.ts";
import { type FlagValues, readBoolean, readText, requireText } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../setup/create-reporter.ts";
import { findExperiment } from "../setup/find-experiment.ts";
import { createStopSignals } from "../setup/stop-signals.ts";

/** `export`. */
export async function exportRun(values: FlagValues, io: Io): Promise<number> {
  const reporter = createReporter(io, readBoolean(values, "json") ?? false);
  const stop = createStopSignals(io, reporter.note);
  try {
    const output = requireText(values, "output");
    const folder = await findExperiment(requireText(values, "traj_dir"), readText(values, "exp_name"));
    const count = await exportPredictions({ folder, output, modelName: readText(values, "model_name"), abortSignal: stop.soft });
    reporter.result(`${String(count)} predictions written to ${output}`, { output, predictions: count });
    return exitCodes.ok;
  } finally {
    reporter[Symbol.dispose]();
    stop[Symbol.dispose]();
  }
}
