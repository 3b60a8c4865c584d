import { InputError, SweError } from "@swe/core";
import { type AttemptRow, isUnfinished, wasCancelled } from "../record/attempt-row.ts";

/** Stops a run that cannot get anywhere, rather than let it use up its instances one by one. */
export interface Breaker {
  readonly signal: AbortSignal;
  /** To be told of every attempt that ends. */
  note(row: AttemptRow): void;
}

/** Too many attempts in a row failed for reasons of the infrastructure. */
export class OutageError extends SweError {
  override readonly code = "outage";
  static {
    this.prototype.name = "OutageError";
  }
}

/** Fires after `limit` infrastructure failures in a row, and at once when the provider refuses the key. */
export function createBreaker(limit: number): Breaker {
  const controller = new AbortController();
  let inARow = 0;
  return {
    signal: controller.signal,
    note(row) {
      if (wasCancelled(row)) return;
      inARow = isUnfinished(row) ? inARow + 1 : 0;
      if (row.errorCode === "model_auth") controller.abort(new InputError({ message: row.errorMessage ?? "The key was refused." }));
      if (inARow < limit) return;
      controller.abort(
        new OutageError({
          message: `The last ${String(inARow)} attempts failed for reasons of the infrastructure, the newest with: ${row.errorMessage ?? "unknown"}`,
          remedy: "Mend that and start again to go on; what is finished is kept.",
        }),
      );
    },
  };
}
