import { execFileSync } from "node:child_process";

function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Containers that belong to one of these instances, whatever their state. */
export function containersOf(ids: readonly string[]): readonly string[] {
  const lines = docker("ps", "-a", "--filter", "label=swe.owned", "--format", '{{.ID}} {{.Label "swe.instance"}} {{.Status}}')
    .trim()
    .split("\n");
  return lines.filter((line) => ids.includes(line.split(" ")[1] ?? ""));
}

export function removeImages(names: readonly string[]): void {
  for (const name of names) {
    try {
      docker("rmi", "-f", name);
    } catch {
      // It was never built, or somebody removed it.
    }
  }
}
