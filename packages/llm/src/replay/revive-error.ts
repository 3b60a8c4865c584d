import {
  BudgetExceededError,
  ContentFilterError,
  ContextLengthError,
  InputError,
  ModelAuthError,
  ModelRequestError,
  ModelUnavailableError,
  ReplayMismatchError,
} from "@swe/core";
import type { RecordedCall } from "../record/recorded-call.ts";

type ErrorClass = new (options: { message: string; remedy?: string | undefined; statusCode?: number | undefined }) => Error;

const classes: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ["context_length", ContextLengthError],
  ["content_filter", ContentFilterError],
  ["model_auth", ModelAuthError],
  ["budget_exceeded", BudgetExceededError],
  ["input", InputError],
]);

/** The error with which a recorded call ended, as the caller saw it then. */
export function reviveError({ outcome, error, failures }: RecordedCall): Error {
  if (outcome === "cancelled" || error === undefined) {
    return new ReplayMismatchError({
      message: "The recording ends here: the call was cancelled.",
      diff: "",
      remedy: "Record the run again, to its end.",
    });
  }
  const { code, message, remedy, statusCode } = error;
  const Revived = classes.get(code ?? "");
  if (Revived !== undefined) return new Revived({ message, remedy, statusCode });
  if (code === "model_unavailable")
    return new ModelUnavailableError({ message, remedy, statusCode, attempts: Math.max(1, failures.length) });
  return new ModelRequestError({ message, remedy, statusCode });
}
