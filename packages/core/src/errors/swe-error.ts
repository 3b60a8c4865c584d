const marker: symbol = Symbol.for("@swe/core.SweError");

/** Facts every error of the toolkit carries. */
export interface SweErrorOptions {
  /** One sentence: what happened and where. */
  readonly message: string;
  /** What the reader can do about it; printed after the message. */
  readonly remedy?: string | undefined;
  /** The error underneath, kept for debugging. Must not carry a secret. */
  readonly cause?: unknown;
}

/**
 * Root of every error the toolkit throws on purpose. `code` is stable and meant for programs, `message` and
 * `remedy` are for people and may change.
 *
 * Use {@link SweError.isInstance} rather than `instanceof`: it also recognises errors of a second copy of the package.
 */
export abstract class SweError extends Error {
  /** Stable identifier in lower snake case, e.g. `sandbox_lost`. */
  abstract readonly code: string;
  /** True when the same call may succeed later without anything being changed. */
  readonly isRetryable: boolean = false;
  readonly remedy: string | undefined;

  constructor({ message, remedy, cause }: SweErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.remedy = remedy;
    Object.defineProperty(this, marker, { value: true });
  }

  static isInstance(value: unknown): value is SweError {
    return typeof value === "object" && value !== null && marker in value;
  }
}

/** `message` with the remedy behind it: the one line to show a person. */
export function describeError(error: unknown): string {
  if (SweError.isInstance(error) && error.remedy !== undefined) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}
