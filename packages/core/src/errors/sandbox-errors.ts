import { SweError } from "./swe-error.ts";

/** The engine cannot be reached: not running, no permission, wrong address, or it went away in mid-call. */
export class EngineUnavailableError extends SweError {
  override readonly code = "engine_unavailable";
  override readonly isRetryable: boolean = true;
  static {
    this.prototype.name = "EngineUnavailableError";
  }
}

/**
 * The sandbox, or the command channel into it, is gone: container removed, restarted or killed behind our back.
 * A command in flight ends with this error and never hangs. `sandboxUsable` says whether later commands may work
 * (the channel is reopened) or the sandbox is lost for good.
 */
export class SandboxLostError extends SweError {
  override readonly code = "sandbox_lost";
  override readonly isRetryable: boolean = true;
  readonly sandboxUsable: boolean;
  static {
    this.prototype.name = "SandboxLostError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; sandboxUsable: boolean }) {
    super(options);
    this.sandboxUsable = options.sandboxUsable;
  }
}

/** No such image on the engine and it could not be pulled. Never a wrong answer of a model. */
export class ImageNotFoundError extends SweError {
  override readonly code = "image_not_found";
  readonly image: string;
  static {
    this.prototype.name = "ImageNotFoundError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; image: string }) {
    super(options);
    this.image = options.image;
  }
}

/** Why an image build ended without an image. */
export type BuildFailureReason = "step_failed" | "timeout" | "unsupported_syntax" | "base_image_missing" | "invalid_dockerfile";

/** The Dockerfile did not build. `log` is the whole build log (bounded: head and tail). */
export class ImageBuildError extends SweError {
  override readonly code = "image_build_failed";
  readonly reason: BuildFailureReason;
  readonly log: string;
  static {
    this.prototype.name = "ImageBuildError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; reason: BuildFailureReason; log: string }) {
    super(options);
    this.reason = options.reason;
    this.log = options.log;
  }
}

/** The host or the engine ran out of something: disk, memory, process ids. */
export class ResourceExhaustedError extends SweError {
  override readonly code = "resource_exhausted";
  override readonly isRetryable: boolean = true;
  readonly resource: "disk" | "memory" | "pids" | "other";
  static {
    this.prototype.name = "ResourceExhaustedError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; resource: "disk" | "memory" | "pids" | "other" }) {
    super(options);
    this.resource = options.resource;
  }
}

/** The engine refused or failed a call for a reason that has no class of its own. */
export class EngineError extends SweError {
  override readonly code = "engine_error";
  /** HTTP status of the engine's answer, where there was one. */
  readonly statusCode: number | undefined;
  static {
    this.prototype.name = "EngineError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; statusCode?: number | undefined }) {
    super(options);
    this.statusCode = options.statusCode;
  }
}

/** A file operation in a sandbox failed: not permitted, read-only, is a directory, no space. A missing file is `null`, not this. */
export class SandboxFileError extends SweError {
  override readonly code = "sandbox_file";
  readonly path: string;
  static {
    this.prototype.name = "SandboxFileError";
  }
  constructor(options: { message: string; remedy?: string; cause?: unknown; path: string }) {
    super(options);
    this.path = options.path;
  }
}
