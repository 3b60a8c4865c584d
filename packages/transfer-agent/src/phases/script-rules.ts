const installs =
  /\b(?:apt-get|apt|apk|yum|dnf|pacman|conda|mamba)\s+(?:-\S+\s+)*(?:install|add|update)\b|\b(?:pip|pip3|uv|poetry|pdm|npm|pnpm|yarn|bun|gem|bundle|composer|cargo|go)\s+(?:-\S+\s+)*(?:install|add|ci|sync|get|i)\b|\b(?:curl|wget)\b|\bgit\s+(?:clone|fetch|pull|submodule\s+update)\b/;
const fixedMarker = /OMNIGRIL_EXIT_CODE=["']?\d/;

/**
 * What a rewritten script does that it must not: install, download, or claim a result. Lines that the original has as well are
 * none of the model's doing. Undefined when nothing is wrong.
 */
export function scriptBreach(original: string, rewritten: string): string | undefined {
  const known = new Set(original.split("\n").map((line) => line.trim()));
  for (const line of rewritten.split("\n").map((text) => text.trim())) {
    if (known.has(line) || line.startsWith("#")) continue;
    if (installs.test(line)) return `it installs or downloads something the original script did not: ${line}`;
    if (fixedMarker.test(line)) return `it prints a fixed result instead of the status of the tests: ${line}`;
  }
  if (original.includes("OMNIGRIL_EXIT_CODE") && !rewritten.includes("OMNIGRIL_EXIT_CODE"))
    return "it does not print OMNIGRIL_EXIT_CODE any more.";
  return undefined;
}
