/** Parts of a Dockerfile that not every engine's builder understands. */
export interface DockerfileFeatures {
  /** `RUN <<EOF`, `COPY <<EOF`: first line number. */
  readonly heredocLine: number | undefined;
  /** `RUN --mount`, `COPY --chmod` and the like, for which BuildKit is needed: first line number. */
  readonly buildKitLine: number | undefined;
  /** `COPY --link`, `ADD --checksum` and other flags of newer frontends: first line number. */
  readonly newFlagLine: number | undefined;
  /** A `# syntax=` or `# escape=` style directive that names a frontend image. */
  readonly syntaxLine: number | undefined;
}

const heredoc = /^(?:RUN|COPY|ADD)\s(?:.*\s)?<<-?\s*(["']?)[A-Za-z_][A-Za-z0-9_.]*\1(?:\s|$)/i;
const buildKitFlag = /^(?:RUN\s+(?:--\S+\s+)*--(?:mount|network|security)\b|(?:COPY|ADD)\s+(?:--\S+\s+)*--chmod\b)/i;
const newFlag = /^(?:COPY|ADD)\s+(?:--\S+\s+)*--(?:link|parents|exclude|checksum|keep-git-dir)\b/i;
const syntax = /^#\s*syntax\s*=/i;

/** Looks at instructions only: what a `RUN` continues on further lines is its own business (a shell's heredoc there is fine). */
export function dockerfileFeatures(dockerfile: string): DockerfileFeatures {
  let features: DockerfileFeatures = { heredocLine: undefined, buildKitLine: undefined, newFlagLine: undefined, syntaxLine: undefined };
  let continued = false;
  let seenInstruction = false;
  for (const [index, raw] of dockerfile.split("\n").entries()) {
    const line = raw.trim();
    const number = index + 1;
    if (line.startsWith("#")) {
      if (!seenInstruction && syntax.test(line)) features = { ...features, syntaxLine: features.syntaxLine ?? number };
      continue;
    }
    if (!continued && line !== "") {
      seenInstruction = true;
      if (heredoc.test(line)) features = { ...features, heredocLine: features.heredocLine ?? number };
      if (buildKitFlag.test(line)) features = { ...features, buildKitLine: features.buildKitLine ?? number };
      if (newFlag.test(line)) features = { ...features, newFlagLine: features.newFlagLine ?? number };
    }
    if (line !== "") continued = line.endsWith("\\");
  }
  return features;
}
