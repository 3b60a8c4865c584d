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

/** Looks at instructions with their flags, which may stand on further lines; a heredoc there is a shell's own and fine. */
export function dockerfileFeatures(dockerfile: string): DockerfileFeatures {
  let features: DockerfileFeatures = { heredocLine: undefined, buildKitLine: undefined, newFlagLine: undefined, syntaxLine: undefined };
  let seenInstruction = false;
  let instruction = "";
  for (const [index, raw] of dockerfile.split("\n").entries()) {
    const line = raw.trim();
    const number = index + 1;
    if (line === "") continue;
    if (line.startsWith("#")) {
      if (!seenInstruction && syntax.test(line)) features = { ...features, syntaxLine: features.syntaxLine ?? number };
      continue;
    }
    seenInstruction = true;
    if (instruction === "" && heredoc.test(line)) features = { ...features, heredocLine: features.heredocLine ?? number };
    instruction += `${line.replace(/\\$/, "")} `;
    if (buildKitFlag.test(instruction)) features = { ...features, buildKitLine: features.buildKitLine ?? number };
    if (newFlag.test(instruction)) features = { ...features, newFlagLine: features.newFlagLine ?? number };
    if (!line.endsWith("\\")) instruction = "";
  }
  return features;
}
