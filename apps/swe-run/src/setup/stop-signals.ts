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

/** Turns SIGINT and SIGTERM into two signals. */
export function createStopSignals(io: Io): StopSignals {
  const soft = new AbortController();
  const hard = new AbortController();
  const remove = io.onInterrupt((signal) => {
    if (soft.signal.aborted) {
      hard.abort(new InterruptedError(`${signal} again`));
      return;
    }
    io.stderr.write("stopping: running attempts end within 10 seconds; press Ctrl-C again to stop at once\n");
    soft.abort(new InterruptedError(signal));
  });
  return { soft: soft.signal, hard: hard.signal, [Symbol.dispose]: remove };
}
