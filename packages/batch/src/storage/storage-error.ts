import { SweError, type SweErrorOptions } from "@swe/core";

export interface StorageErrorOptions extends SweErrorOptions {
  readonly path: string;
  readonly errorCode: string | undefined;
}

/** A file could not be written or read: a full disk, a read-only folder, a broken device. What was durable before still is. */
export class StorageError extends SweError {
  override readonly code = "storage";
  readonly path: string;
  /** The operating system's code, e.g. `ENOSPC`. */
  readonly errorCode: string | undefined;
  static {
    this.prototype.name = "StorageError";
  }
  constructor(options: StorageErrorOptions) {
    super(options);
    this.path = options.path;
    this.errorCode = options.errorCode;
  }
}
