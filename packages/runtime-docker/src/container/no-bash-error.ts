import { EngineError } from "@swe/core";

/** The main process could not be started, or ended at once: every sandbox needs a bash. */
export function noBashError(cause?: unknown): EngineError {
  return new EngineError({
    message: "The container ended as soon as it was started, or its main process does not answer: the image has no bash that works.",
    remedy: "Install bash (4.3 or newer) in its Dockerfile, for example with: RUN apk add bash coreutils.",
    ...(cause === undefined ? {} : { cause }),
  });
}
