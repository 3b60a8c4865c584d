import { systemClock } from "@swe/core";
import { exitCodes } from "../exit-codes.ts";
import { type FlagValues, readBoolean, readText } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";
import { createProvider } from "../setup/create-provider.ts";
import { createReporter } from "../setup/create-reporter.ts";
import { createRunId } from "../setup/names.ts";
import { createStopSignals } from "../setup/stop-signals.ts";

/** `clean`. */
export async function clean(values: FlagValues, io: Io): Promise<number> {
  const reporter = createReporter(io, readBoolean(values, "json") ?? false);
  const stop = createStopSignals(io, reporter.note);
  const provider = await createProvider(io, { runId: createRunId("clean"), onWarning: reporter.warn });
  try {
    const startedAt = systemClock.monotonic();
    const swept = await provider.sweep({
      runId: readText(values, "run_id"),
      images: readBoolean(values, "keep_images") !== true,
      abortSignal: stop.soft,
    });
    const counts = Object.entries(swept).map(([what, count]) => `${String(count)} ${what}`);
    reporter.result(`removed ${counts.join(", ")}`, { ...swept, duration_ms: Math.round(systemClock.monotonic() - startedAt) });
    return exitCodes.ok;
  } finally {
    await provider[Symbol.asyncDispose]();
    reporter[Symbol.dispose]();
    stop[Symbol.dispose]();
  }
}
