import { ImageBuildError } from "@swe/core";
import { dockerfileFeatures } from "./dockerfile-features.ts";

export interface BuilderChoice {
  readonly buildKit: boolean;
  /** The text to send: without a `# syntax=` line where it would make the engine fetch a frontend it does not need. */
  readonly dockerfile: string;
}

/** First engine release whose own BuildKit frontend knows heredocs and `COPY --link` and which builds with BuildKit by default. */
const modernEngine = 23;

/** Picks the builder that understands the Dockerfile on this engine, or says which line none here understands. */
export function chooseBuilder(dockerfile: string, serverVersion: string): BuilderChoice {
  const features = dockerfileFeatures(dockerfile);
  const isModern = Number.parseInt(serverVersion, 10) >= modernEngine;
  if (isModern) return { buildKit: true, dockerfile };
  const unsupported = features.heredocLine ?? features.newFlagLine;
  if (unsupported !== undefined) {
    const what = features.heredocLine === undefined ? "a flag of a newer Dockerfile version" : "a heredoc";
    throw new ImageBuildError({
      message: `Line ${unsupported} of the Dockerfile uses ${what}, which Docker engine ${serverVersion} cannot build.`,
      remedy: `Write it with plain RUN and COPY instructions, or use a Docker engine of version ${modernEngine} or newer.`,
      reason: "unsupported_syntax",
      log: "",
    });
  }
  if (features.buildKitLine === undefined) return { buildKit: false, dockerfile };
  return { buildKit: true, dockerfile: withoutLine(dockerfile, features.syntaxLine) };
}

function withoutLine(text: string, number: number | undefined): string {
  if (number === undefined) return text;
  return text
    .split("\n")
    .map((line, index) => (index + 1 === number ? "#" : line))
    .join("\n");
}
