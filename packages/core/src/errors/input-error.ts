import { SweError } from "./swe-error.ts";

/** What the user gave is wrong: a flag, a file, an entry of a dataset. Command lines exit with code 2 on it. */
export class InputError extends SweError {
  override readonly code = "input";
  static {
    this.prototype.name = "InputError";
  }
}
