import { createProgressRenderer, ensureFolder } from "@swe/batch";
import { describeError } from "@swe/core";
import { readDataset, selectEntries } from "@swe/dataset";
import { createDockerProvider } from "@swe/runtime-docker";
import { transferDataset, type TransferReport } from "@swe/transfer-agent";
import type { CliContext } from "../cli-context.ts";
import { createTransferModel } from "../create-transfer-model.ts";
import { engineConnection } from "../engine-connection.ts";
import { requireEngine } from "../require-engine.ts";
import { exitFailed, exitOk } from "../exit-codes.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { checkNumber } from "../numbers.ts";
import { parseSize } from "../parse-size.ts";
import { checkTexts, readSettings } from "../read-settings.ts";
import { renderReport } from "../render-report.ts";
import { runtimeWarning } from "../runtime-warning.ts";
import type { TransferArguments } from "../transfer-options.ts";

/** Wires the library to the process; resolves with the exit code. */
export async function transfer(args: TransferArguments, context: CliContext): Promise<number> {
  const { environment, stdout, stderr, signals } = context;
  checkTexts(args);
  const settings = readSettings(args, environment);
  const maxWorkers = checkNumber("--max-workers", args["max-workers"], { minimum: 1, isInteger: true });
  const maxCost = checkNumber("--max-cost", args["max-cost"], { minimum: 0 });
  const maxTokens = checkNumber("--max-run-tokens", args["max-run-tokens"], { minimum: 0, isInteger: true });
  const minFreeDisk = args["min-free-disk"];
  const minFreeDiskBytes = minFreeDisk === undefined ? undefined : parseSize("--min-free-disk", minFreeDisk);
  const engine = engineConnection(environment);

  const renderer = createProgressRenderer(args.json ? { stream: stdout, isTTY: false, format: "ndjson" } : terminal(stderr));
  const say = args.json ? (text: string): void => void stderr.write(`${text}\n`) : renderer.note;
  using interrupts = listenForInterrupts(signals, say);
  const dataset = await readDataset(args.input, { lenient: args.lenient, purpose: "transfer", abortSignal: interrupts.soft });
  const selection = selectEntries(dataset.entries, { only: args.only, limit: args.limit });
  const warn = (message: string): void => renderer.onEvent({ at: Date.now(), type: "warning", message });
  const model = await createTransferModel(args, environment, warn);
  await requireEngine(engine, interrupts.soft);
  const provider = createDockerProvider({ engine, owner: { runId: "swe-transfer" }, onEvent: (event) => warn(runtimeWarning(event)) });
  try {
    // What killed runs have left behind.
    await provider.sweep({ abortSignal: interrupts.soft }).catch((error: unknown) => {
      interrupts.soft.throwIfAborted();
      warn(`Not everything that killed runs left could be removed: ${describeError(error)}`);
    });
    if (settings.save !== undefined) await ensureFolder(settings.save);
    for (const problem of dataset.problems) warn(`${args.input}: ${problem.message} (left out)`);
    for (const message of selection.warnings) warn(message);
    const report = await transferDataset({
      entries: dataset.entries,
      only: selection.entries.map((entry) => entry.instance.instanceId),
      inputFile: args.input,
      outputFolder: args.output,
      model,
      provider,
      settings,
      maxWorkers,
      skipExisting: args["skip-existing"],
      retry: args.retry,
      minFreeDiskBytes,
      maxCost,
      maxTokens,
      abort: interrupts,
      onEvent: renderer.onEvent,
    });
    renderer.close();
    stdout.write(args.json ? `${JSON.stringify({ type: "result", ...report })}\n` : renderReport(report));
    return exitCodeOf(report);
  } finally {
    renderer.close();
    await provider[Symbol.asyncDispose]();
  }
}

function terminal(stream: CliContext["stderr"]): Parameters<typeof createProgressRenderer>[0] {
  return { stream, isTTY: stream.isTTY === true, columns: () => stream.columns, rows: () => stream.rows };
}

/** An instance that cannot be validated is what the stage is there to find; an infrastructure failure is not. */
function exitCodeOf({ isComplete, summary }: TransferReport): number {
  return isComplete && summary.infra_errors === 0 ? exitOk : exitFailed;
}
