import type { SignalSource } from "./cli-context.ts";

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

/**
 * SIGHUP, which also stands for output that nobody reads any more, is never the second: the end of a terminal comes as several of them.
 * `say` tells the user what is going on.
 */
export function listenForInterrupts(signals: SignalSource, say: (text: string) => void): Interrupts {
  const soft = new AbortController();
  const hard = new AbortController();
  const stop = (isAgain: boolean): void => {
    if (!soft.signal.aborted) {
      say("stopping: running instances end within 10 seconds; once more to stop at once");
      soft.abort(new InterruptedError("interrupted"));
    } else if (isAgain) hard.abort(new InterruptedError("interrupted twice"));
  };
  const onSignal = (): void => stop(true);
  const onHangUp = (): void => stop(false);
  const listeners = [
    ["SIGINT", onSignal],
    ["SIGTERM", onSignal],
    ["SIGHUP", onHangUp],
  ] as const;
  for (const [signal, listener] of listeners) signals.on(signal, listener);
  return {
    soft: soft.signal,
    hard: hard.signal,
    [Symbol.dispose]: () => {
      for (const [signal, listener] of listeners) signals.off(signal, listener);
    },
  };
}
