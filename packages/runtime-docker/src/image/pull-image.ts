import { type Clock, EngineError } from "@swe/core";
import type PQueue from "p-queue";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import type { Engine, EngineImage } from "../engine/engine.ts";
import { engineStatus } from "../engine/translate-engine-error.ts";
import { classifyPullFailure, type PullFailure } from "./classify-pull-failure.ts";

export interface PullContext {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Bounds parallel pulls. */
  readonly queue: PQueue;
  readonly maxRetries: number;
  readonly onEvent: (event: RuntimeEvent) => void;
}

const firstDelayMs = 1000;
const maxDelayMs = 60_000;

/** Pulls one image; a registry that asks to slow down, or is not there for a moment, is asked again later and later. */
export async function pullImage(
  image: string,
  onProgress: (text: string) => void,
  abortSignal: AbortSignal,
  context: PullContext,
): Promise<EngineImage> {
  const { engine, clock, queue, maxRetries, onEvent } = context;
  for (let attempt = 0; ; attempt += 1) {
    const failure = await queue.add(() => pullOnce(image, onProgress, abortSignal, engine), { signal: abortSignal });
    if (failure === undefined) break;
    if (failure.kind === "missing" || attempt >= maxRetries) throw failure.error;
    const delayMs = Math.min(firstDelayMs * 2 ** attempt, maxDelayMs);
    onEvent({ type: "pull-retry", image, delayMs, reason: failure.reason });
    await clock.sleep(delayMs, abortSignal);
  }
  const found = await engine.inspectImage(image, { abortSignal });
  if (found === null)
    throw new EngineError({ message: `The engine pulled ${image} but does not have it.`, remedy: "Look at the engine's log." });
  return found;
}

/** Yields what went wrong when it may be tried again or is the image's own fault; other failures reject. */
async function pullOnce(
  image: string,
  onProgress: (text: string) => void,
  abortSignal: AbortSignal,
  engine: Engine,
): Promise<PullFailure | undefined> {
  let said: string | undefined;
  try {
    await engine.pull(
      image,
      ({ text, error }) => {
        said ??= error;
        if (text !== "") onProgress(text);
      },
      { abortSignal },
    );
  } catch (error) {
    if (!(error instanceof EngineError) || engineStatus(error) === undefined) throw error;
    said = error.message;
  }
  return said === undefined ? undefined : classifyPullFailure(image, said);
}
