import { SweError } from "@swe/core";

/** The state of the tree could not be recorded or compared. `details` is what git or the shell said. */
export class SnapshotError extends SweError {
  override readonly code = "snapshot";
  readonly details: string;
  static {
    this.prototype.name = "SnapshotError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; details: string }) {
    super(options);
    this.details = options.details;
  }
}
