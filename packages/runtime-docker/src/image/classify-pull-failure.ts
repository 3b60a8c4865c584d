import { EngineUnavailableError, ImageNotFoundError, ResourceExhaustedError } from "@swe/core";

export interface PullFailure {
  readonly kind: "missing" | "later";
  readonly reason: string;
  readonly error: Error;
}

/** The engine passes the registry's words on and answers 404 or 500 for nearly everything. */
export function classifyPullFailure(image: string, said: string): PullFailure {
  const whole = said.trim();
  // The image's own name may hold any of the words and numbers below; the engine answers 500 for what a registry does not have, too.
  const name = image.replace(/(?::[^/:]*)?(?:@[^@]*)?$/, "");
  const reason = whole
    .replace(/\(HTTP code \d+\)/, "")
    .replaceAll(/https?:\/\/\S+/g, "")
    .replaceAll(image, "")
    .replaceAll(name, "")
    .replaceAll(/sha256:[0-9a-f]+/g, "");
  if (/no space left on device/i.test(reason)) {
    throw new ResourceExhaustedError({
      message: `No disk space left while pulling ${image}.`,
      remedy: "Free disk space on the engine's host, then resume.",
      resource: "disk",
    });
  }
  if (/toomanyrequests|too many requests|\b429\b/i.test(reason)) {
    const error = new EngineUnavailableError({
      message: `The registry refuses to serve ${image} for now (too many requests).`,
      remedy: "Log in to the registry, use a mirror, or wait.",
    });
    return { kind: "later", reason: whole, error };
  }
  if (
    /timeout|timed out|connection re(?:fused|set)|unexpected eof|temporary failure|server misbehaving|no such host|\b50[0234]\b|TLS handshake/i.test(
      reason,
    )
  ) {
    const error = new EngineUnavailableError({
      message: `The registry of ${image} cannot be reached: ${whole}.`,
      remedy: "Check the network of the engine's host, or load the image from a file.",
    });
    return { kind: "later", reason: whole, error };
  }
  const error = new ImageNotFoundError({
    message: `The image ${image} could not be pulled: ${whole}.`,
    remedy: "Check its name and the login to its registry, or build it.",
    image,
  });
  return { kind: "missing", reason: whole, error };
}
