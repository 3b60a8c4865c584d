/** Bash that writes files, whatever is in them. Paths are relative to the repository. */
export function writeFiles(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => {
      const folder = path.includes("/") ? `mkdir -p '${path.slice(0, path.lastIndexOf("/"))}'; ` : "";
      return `${folder}printf %s '${Buffer.from(text).toString("base64")}' | base64 -d >'${path}'`;
    })
    .join("\n");
}
