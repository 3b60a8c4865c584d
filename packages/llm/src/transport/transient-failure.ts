export type FailureKind = "rate_limited" | "overloaded" | "server_error" | "conflict" | "connection" | "timeout" | "malformed_answer";

interface TransientFailureOptions {
  readonly kind: FailureKind;
  readonly message: string;
  readonly statusCode?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** A try that failed in a way that another try may not. Stays inside the package: callers see `ModelUnavailableError`. */
export class TransientFailure extends Error {
  readonly kind: FailureKind;
  readonly statusCode: number | undefined;
  /** How long the provider asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(options: TransientFailureOptions) {
    super(options.message);
    this.name = "TransientFailure";
    this.kind = options.kind;
    this.statusCode = options.statusCode;
    this.retryAfterMs = options.retryAfterMs;
  }
}
