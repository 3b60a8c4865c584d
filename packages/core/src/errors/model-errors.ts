import { SweError } from "./swe-error.ts";

interface ModelErrorOptions {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
  readonly statusCode?: number | undefined;
}

/** A model call failed for a reason that asking again will not mend (400, 404, malformed request). */
export class ModelRequestError extends SweError {
  override readonly code: string = "model_request";
  readonly statusCode: number | undefined;
  static {
    this.prototype.name = "ModelRequestError";
  }
  constructor(options: ModelErrorOptions) {
    super(options);
    this.statusCode = options.statusCode;
  }
}

/** The key is missing or refused (401, 403). The message names the variable or option to set, never the key. */
export class ModelAuthError extends ModelRequestError {
  override readonly code = "model_auth";
  static {
    this.prototype.name = "ModelAuthError";
  }
}

/** The conversation is longer than the model's context. An attempt ends with exit reason `token_limit`. */
export class ContextLengthError extends ModelRequestError {
  override readonly code = "context_length";
  static {
    this.prototype.name = "ContextLengthError";
  }
}

/** The provider's content filter refused the request or cut the answer. */
export class ContentFilterError extends ModelRequestError {
  override readonly code = "content_filter";
  static {
    this.prototype.name = "ContentFilterError";
  }
}

/** The provider could not be reached or kept failing after all retries (408, 409, 429, 5xx, broken bodies). An infrastructure error. */
export class ModelUnavailableError extends SweError {
  override readonly code = "model_unavailable";
  override readonly isRetryable: boolean = true;
  readonly statusCode: number | undefined;
  /** How many times the call was tried. */
  readonly attempts: number;
  static {
    this.prototype.name = "ModelUnavailableError";
  }
  constructor(options: ModelErrorOptions & { readonly attempts: number }) {
    super(options);
    this.statusCode = options.statusCode;
    this.attempts = options.attempts;
  }
}

/** A replayed run asked something else than what was recorded. `diff` is readable. */
export class ReplayMismatchError extends SweError {
  override readonly code = "replay_mismatch";
  readonly diff: string;
  static {
    this.prototype.name = "ReplayMismatchError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; diff: string }) {
    super(options);
    this.diff = options.diff;
  }
}

/** The run-wide ceiling of cost or tokens is reached: no further call is made, nothing is wrong with the model. */
export class BudgetExceededError extends SweError {
  override readonly code = "budget_exceeded";
  static {
    this.prototype.name = "BudgetExceededError";
  }
}
