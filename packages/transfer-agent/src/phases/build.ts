import { type BuiltImage, type ImageBuildError, type Ownership, type SandboxProvider, SweError } from "@swe/core";
import { failedWhileSealing, withSealLayers } from "../seal/seal-layers.ts";
import { fence } from "../text/fence.ts";
import { logTail } from "../text/log-tail.ts";

export interface BuildOptions {
  readonly provider: SandboxProvider;
  /** Without sealing layers; they are added here. */
  readonly dockerfile: string;
  readonly baseCommit: string | undefined;
  readonly tag: string;
  /** See `BuildImageOptions` of @swe/core. @default false */
  readonly isTemporary?: boolean | undefined;
  readonly owner?: Ownership | undefined;
  readonly timeoutMs?: number | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly onLog?: ((text: string) => void) | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

export type BuildOutcome =
  | { readonly ok: true; readonly image: BuiltImage; readonly sealedDockerfile: string; readonly log: string }
  | {
      readonly ok: false;
      readonly error: ImageBuildError;
      readonly findings: string;
      readonly sealedDockerfile: string;
      readonly log: string;
    };

/** Builds the image with its sealing layers. A Dockerfile at fault is an outcome; engine trouble rejects. */
export async function build(options: BuildOptions): Promise<BuildOutcome> {
  const { provider, dockerfile, baseCommit, ...rest } = options;
  const sealedDockerfile = withSealLayers(dockerfile, baseCommit);
  try {
    const image = await provider.buildImage({ dockerfile: sealedDockerfile, ...rest });
    return { ok: true, image, sealedDockerfile, log: image.log };
  } catch (error) {
    if (!isBuildError(error)) throw error;
    return { ok: false, error, findings: describeBuildFailure(error), sealedDockerfile, log: error.log };
  }
}

function isBuildError(error: unknown): error is ImageBuildError {
  return SweError.isInstance(error) && error.code === "image_build_failed";
}

function describeBuildFailure(error: ImageBuildError): string {
  const where = failedWhileSealing(error.log)
    ? "Your part built, but the sealing layers behind it failed: the repository at /testbed is in a state that git cannot repack (a partial clone whose remote cannot be reached, a broken object store, or files that root may not change)."
    : {
        step_failed: "The image did not build: a step failed.",
        timeout: "The image did not build within the time limit, and the build was stopped.",
        unsupported_syntax: "The image did not build: the engine does not know this syntax. Do without here-documents and # syntax lines.",
        base_image_missing: "The image did not build: its base image could not be obtained.",
        invalid_dockerfile: "The image did not build: the Dockerfile is not valid.",
      }[error.reason];
  return `${where}\n${error.message}\nThe last lines of the build log:\n\n${fence("", logTail(error.log))}`;
}
