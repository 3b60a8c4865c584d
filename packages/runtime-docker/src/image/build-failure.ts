import { type BuildFailureReason, ImageBuildError, ResourceExhaustedError } from "@swe/core";
import { isLostLayer, LostLayerError } from "./lost-layer-error.ts";
import { modernEngine, type SuspectLine } from "./choose-builder.ts";

/** What is known of the engine and the text that may explain a failure. */
export interface EngineContext {
  readonly serverVersion: string;
  readonly suspect: SuspectLine | undefined;
}

/** The error of a build that the engine gave up. The engine has words only, no codes. */
export function buildFailure(
  tag: string,
  text: string,
  log: string,
  engine?: EngineContext,
): ImageBuildError | ResourceExhaustedError | LostLayerError {
  if (isLostLayer(text)) {
    return new LostLayerError({
      message: `Building ${tag} failed, since a layer that it used was removed meanwhile: ${sentence(text)}`,
      remedy: "Build again; do not remove images while others are built.",
    });
  }
  if (!stepFailed.test(text) && /no space left on device/i.test(text)) {
    return new ResourceExhaustedError({
      message: `No disk space left while building ${tag}.`,
      remedy: "Free disk space on the engine's host (the clean command removes what dead runs left), then resume.",
      resource: "disk",
    });
  }
  const reason = buildFailureReason(text);
  const suspect = engine?.suspect;
  if (suspect !== undefined && engine !== undefined && (reason !== "step_failed" || text.includes("<<"))) {
    return new ImageBuildError({
      message: `Line ${suspect.line} of the Dockerfile of ${tag} uses ${suspect.what}, which Docker engine ${engine.serverVersion} cannot build: ${sentence(text)}`,
      remedy: `Write it with plain RUN and COPY instructions, or use a Docker engine of version ${modernEngine} or newer.`,
      reason: "unsupported_syntax",
      log,
    });
  }
  return new ImageBuildError({ message: `Building ${tag} failed: ${sentence(text)}`, remedy: remedies[reason], reason, log });
}

function sentence(text: string): string {
  return text.trim().replace(/\.*$/, ".");
}

export function buildFailureReason(text: string): Exclude<BuildFailureReason, "timeout"> {
  if (stepFailed.test(text)) return "step_failed";
  if (
    /pull access denied|manifest (?:for .* )?(?:not found|unknown)|repository does not exist|failed to resolve source metadata|no match for platform/i.test(
      text,
    )
  ) {
    return "base_image_missing";
  }
  if (registryTrouble.test(text)) {
    return "base_image_missing";
  }
  if (/(?:requires|need).*buildkit|unknown flag|the --\w+ option requires/i.test(text)) return "unsupported_syntax";
  if (
    /dockerfile parse error|parse error on line|unknown instruction|no build stage|empty continuation|failed to process|invalid reference format|dockerfile.* cannot be empty|file with no instructions/i.test(
      text,
    )
  ) {
    return "invalid_dockerfile";
  }
  return "step_failed";
}

/** A failed step is told with its command, which may hold any of the words looked for here. */
const stepFailed = /returned a non-zero code|did not complete successfully|executor failed running/i;

/** A registry that is not there or refuses: nothing that the Dockerfile's author could mend. */
const registryTrouble =
  /Get "?https?:\/\/|toomanyrequests|rate limit|unauthorized|authentication required|dial tcp|TLS handshake timeout|server misbehaving|received unexpected HTTP status/i;

const remedies: Readonly<Record<BuildFailureReason, string>> = {
  step_failed: "The build log names the step and what it printed.",
  timeout: "Allow more time, or make the slow step faster.",
  unsupported_syntax: "Write it with plain instructions, or use a newer Docker engine.",
  base_image_missing: "Check that the registry can be reached, pull or build the base image first, or correct the FROM line.",
  invalid_dockerfile: "Correct the Dockerfile.",
};
