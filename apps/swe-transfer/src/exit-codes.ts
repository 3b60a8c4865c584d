import { isUnusablePlace } from "@swe/batch";
import { describeError, SweError } from "@swe/core";
import { InterruptedError } from "./interrupts.ts";

/** Every instance has a result; instances that could not be validated are results too. */
export const exitOk = 0;
/** The run failed: infrastructure, an interrupt, a ceiling. */
export const exitFailed = 1;
/** The user's input is wrong: flags, files, keys. */
const exitInput = 2;

const inputCodes = new Set(["input", "model_auth"]);

export interface Failure {
  readonly code: number;
  readonly message: string;
}

/** How to end on an error. What is no error of ours is a bug, and its stack is worth having. */
export function toFailure(error: unknown): Failure {
  if (SweError.isInstance(error)) {
    return {
      code: inputCodes.has(error.code) || isUnusablePlace(error) ? exitInput : exitFailed,
      message: `error: ${describeError(error)}`,
    };
  }
  if (error instanceof InterruptedError) return { code: exitFailed, message: "stopped before the first instance" };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: exitFailed, message: `internal error, please report it:\n${detail}` };
}
