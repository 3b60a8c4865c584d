import { execFileSync } from "node:child_process";

function docker(...args: readonly string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 });
}

/** Containers that belong to one of these instances, whatever their state. */
export function containersOf(ids: readonly string[]): readonly string[] {
  const lines = docker("ps", "-a", "--filter", "label=swe.owned", "--format", '{{.ID}} {{.Label "swe.instance"}} {{.Status}}')
    .trim()
    .split("\n");
  return lines.filter((line) => ids.includes(line.split(" ")[1] ?? ""));
}

/** Images of tries of these instances: each driver takes away what it and dead ones before it built, so none is left in the end. */
export function tryImagesOf(ids: readonly string[]): readonly string[] {
  const names = docker("images", "--format", "{{.Repository}}:{{.Tag}}").split("\n");
  return names.filter((name) => name.includes("_swefactory_root:try-") && ids.some((id) => name.startsWith(id.toLowerCase())));
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
