import { type BuildImageOptions, type BuiltImage, type Clock, EngineError, ImageBuildError, type SweError } from "@swe/core";
import type { Engine } from "../engine/engine.ts";
import { HeadTailBuffer } from "../output/head-tail-buffer.ts";
import { renderBytes } from "../output/render-bytes.ts";
import { buildContext } from "./build-context.ts";
import { buildFailure, type EngineContext } from "./build-failure.ts";
import { chooseBuilder } from "./choose-builder.ts";

const maxLogBytes = 8 * 1024 * 1024;

export interface BuildImageContext {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly serverVersion: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Builds one image; a time-out or abort makes the engine stop the build and remove what it was running. */
export async function buildImage(
  options: BuildImageOptions,
  { engine, clock, serverVersion, labels }: BuildImageContext,
): Promise<BuiltImage> {
  const { tag, abortSignal, onLog, timeoutMs } = options;
  abortSignal?.throwIfAborted();
  const started = clock.monotonic();
  const { buildKit, dockerfile, suspect } = chooseBuilder(options.dockerfile, serverVersion);
  const context = await buildContext(dockerfile, options.files ?? {});
  const log = new HeadTailBuffer(maxLogBytes);
  const encoder = new TextEncoder();
  let failure: string | undefined;
  const limit = new AbortController();
  const over = new AbortController();
  if (timeoutMs !== undefined)
    clock.sleep(timeoutMs, over.signal).then(
      () => limit.abort(),
      () => undefined,
    );
  try {
    await engine.build(
      {
        context,
        tag,
        buildArgs: options.buildArgs ?? {},
        labels: { ...options.labels, ...labels },
        network: options.network,
        useCache: options.useCache ?? true,
        buildKit,
      },
      ({ text, error }) => {
        if (error !== undefined) failure ??= error;
        if (text === "") return;
        log.append(encoder.encode(text));
        onLog?.(text);
      },
      { abortSignal: abortSignal === undefined ? limit.signal : AbortSignal.any([abortSignal, limit.signal]) },
    );
  } catch (error) {
    abortSignal?.throwIfAborted();
    if (limit.signal.aborted) throw timeoutError(tag, timeoutMs ?? 0, renderBytes(log).text);
    throw refusal(error, tag, { serverVersion, suspect });
  } finally {
    over.abort();
  }
  if (failure !== undefined) throw buildFailure(tag, failure, renderBytes(log).text, { serverVersion, suspect });
  const image = await engine.inspectImage(tag, { abortSignal });
  if (image === null)
    throw new EngineError({ message: `The engine built ${tag} but does not have it.`, remedy: "Look at the engine's log." });
  return { imageId: image.id, tag, log: renderBytes(log).text, durationMs: clock.monotonic() - started };
}

function timeoutError(tag: string, timeoutMs: number, log: string): ImageBuildError {
  return new ImageBuildError({
    message: `Building ${tag} took longer than ${timeoutMs / 1000} s and was stopped.`,
    remedy: "Allow more time, or make the slow step faster.",
    reason: "timeout",
    log,
  });
}

/** A Dockerfile that cannot be parsed is refused as a bad request, before there is a log. */
function refusal(error: unknown, tag: string, context: EngineContext): unknown {
  if (!(error instanceof EngineError) || error.statusCode === undefined) return error;
  return buildFailure(tag, error.message, "", context) satisfies SweError;
}
