import { type Clock, describeError, type GenerateOptions, type GenerateResult, SweError } from "@swe/core";
import type { FailedTry } from "../retry/send-with-retries.ts";
import type { CallToRecord, Recorder } from "./create-recorder.ts";
import type { RecordedError } from "./recorded-call.ts";

interface RecordOptions {
  readonly recorder: Recorder;
  readonly model: string;
  readonly request: GenerateOptions;
  /** The tries that failed, complete when the call has ended. */
  readonly failures: readonly FailedTry[];
  readonly clock: Clock;
}

/** Makes a call and records how it ended, an abort included, before it settles. */
export async function recordCall(
  { recorder, model, request, failures, clock }: RecordOptions,
  run: () => Promise<GenerateResult>,
): Promise<GenerateResult> {
  const startedAt = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  const facts = (): Omit<CallToRecord, "outcome"> => ({
    startedAt,
    durationMs: Math.round(clock.monotonic() - started),
    model,
    failures: failures.map(({ attempt, failure: { kind: reason, statusCode, message } }) => ({ attempt, reason, statusCode, message })),
  });
  let result: GenerateResult;
  try {
    result = await run();
  } catch (error) {
    const outcome = request.abortSignal?.aborted === true ? "cancelled" : "error";
    // How the call ended matters more than that it could not be written down.
    await recorder.write(request, { ...facts(), outcome, error: toRecordedError(error) }).catch(() => undefined);
    throw error;
  }
  const { durationMs: _durationMs, toolCalls: _toolCalls, ...response } = result;
  await recorder.write(request, { ...facts(), outcome: "ok", response });
  return result;
}

function toRecordedError(error: unknown): RecordedError {
  if (!SweError.isInstance(error)) return { name: error instanceof Error ? error.name : "Error", message: describeError(error) };
  const { name, code, message, remedy } = error;
  return { name, code, message, remedy, statusCode: (error as { statusCode?: number }).statusCode };
}
