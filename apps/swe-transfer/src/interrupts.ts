import type { OutputStream, SignalSource } from "./cli-context.ts";

/** What both signals are aborted with. */
export class InterruptedError extends Error {
  static {
    this.prototype.name = "InterruptedError";
  }
}

/** The two ways in which a user stops a run. */
export interface Interrupts extends Disposable {
  /** First Ctrl-C: no new instances, running ones end within seconds. */
  readonly soft: AbortSignal;
  /** Second Ctrl-C: let go of everything at once. */
  readonly hard: AbortSignal;
}

export function listenForInterrupts(signals: SignalSource, stderr: OutputStream): Interrupts {
  const soft = new AbortController();
  const hard = new AbortController();
  const onSignal = (): void => {
    if (!soft.signal.aborted) {
      stderr.write("\nstopping: running instances end within 10 seconds; once more to stop at once\n");
      soft.abort(new InterruptedError("interrupted"));
    } else hard.abort(new InterruptedError("interrupted twice"));
  };
  signals.on("SIGINT", onSignal);
  signals.on("SIGTERM", onSignal);
  return {
    soft: soft.signal,
    hard: hard.signal,
    [Symbol.dispose]: () => {
      signals.off("SIGINT", onSignal);
      signals.off("SIGTERM", onSignal);
    },
  };
}
