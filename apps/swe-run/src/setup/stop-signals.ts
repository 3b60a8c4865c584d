import type { Io } from "../io.ts";

/** What both signals are aborted with. */
export class InterruptedError extends Error {
  static {
    this.prototype.name = "InterruptedError";
  }
}

export interface StopSignals extends Disposable {
  /** The first Ctrl-C: finish within seconds. */
  readonly soft: AbortSignal;
  /** The second: at once. */
  readonly hard: AbortSignal;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into two signals. SIGHUP, which also stands for output that nobody reads any more, is never the second
 * one: the end of a terminal comes as several of them. `say` tells the user what is going on.
 */
export function createStopSignals(io: Pick<Io, "onInterrupt">, say: (text: string) => void): StopSignals {
  const soft = new AbortController();
  const hard = new AbortController();
  const remove = io.onInterrupt((signal) => {
    if (!soft.signal.aborted) {
      say("stopping: running attempts end within 10 seconds; press Ctrl-C again to stop at once");
      soft.abort(new InterruptedError(signal));
    } else if (signal !== "SIGHUP") hard.abort(new InterruptedError(`${signal} again`));
  });
  return { soft: soft.signal, hard: hard.signal, [Symbol.dispose]: remove };
}
