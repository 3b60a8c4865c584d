import type { Clock } from "@swe/core";

interface TimeoutOptions {
  /** undefined = no limit. */
  readonly ms: number | undefined;
  readonly clock: Clock;
  readonly abortSignal: AbortSignal | undefined;
  readonly onTimeout: () => Error;
}

const longestTimerMs = 2 ** 31 - 1;

/** Runs `task` with a signal that fires on abort or after `ms`. Settles at once when it fires, whatever the task does then. */
export async function withTimeout<T>(options: TimeoutOptions, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { ms, clock, abortSignal, onTimeout } = options;
  abortSignal?.throwIfAborted();
  const end = new AbortController();
  const timer = new AbortController();
  const abort = (): void => end.abort(abortSignal?.reason);
  abortSignal?.addEventListener("abort", abort, { once: true });
  const ended = new Promise<never>((_resolve, reject) => {
    end.signal.addEventListener("abort", () => reject(end.signal.reason as Error), { once: true });
  });
  if (ms !== undefined) {
    clock.sleep(Math.min(ms, longestTimerMs), timer.signal).then(
      () => end.abort(onTimeout()),
      () => undefined,
    );
  }
  try {
    const running = task(end.signal);
    return await Promise.race([running, ended]);
  } catch (error) {
    end.signal.throwIfAborted();
    throw error;
  } finally {
    timer.abort();
    abortSignal?.removeEventListener("abort", abort);
  }
}
