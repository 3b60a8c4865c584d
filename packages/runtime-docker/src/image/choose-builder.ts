import { dockerfileFeatures } from "./dockerfile-features.ts";

/** A line that the chosen builder may not understand, to explain a failure with. */
export interface SuspectLine {
  readonly line: number;
  readonly what: string;
}

export interface BuilderChoice {
  readonly buildKit: boolean;
  /** The text to send: without a `# syntax=` line where it would make the engine fetch a frontend it does not need. */
  readonly dockerfile: string;
  readonly suspect: SuspectLine | undefined;
}

/** First engine release whose own BuildKit frontend knows heredocs and `COPY --link` and which builds with BuildKit by default. */
export const modernEngine = 23;

/** Picks the builder of this engine that understands most of the Dockerfile. It is the engine that refuses: a look at the text may err. */
export function chooseBuilder(dockerfile: string, serverVersion: string): BuilderChoice {
  if (Number.parseInt(serverVersion, 10) >= modernEngine) return { buildKit: true, dockerfile, suspect: undefined };
  const { heredocLine, newFlagLine, buildKitLine, syntaxLine } = dockerfileFeatures(dockerfile);
  let suspect: SuspectLine | undefined;
  if (newFlagLine !== undefined) suspect = { line: newFlagLine, what: "a flag of a newer Dockerfile version" };
  if (heredocLine !== undefined) suspect = { line: heredocLine, what: "a heredoc" };
  if (buildKitLine === undefined) return { buildKit: false, dockerfile, suspect };
  return { buildKit: true, dockerfile: withoutLine(dockerfile, syntaxLine), suspect };
}

function withoutLine(text: string, number: number | undefined): string {
  if (number === undefined) return text;
  return text
    .split("\n")
    .map((line, index) => (index + 1 === number ? "#" : line))
    .join("\n");
}
