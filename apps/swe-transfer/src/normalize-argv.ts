/** Makes `--max_workers` and `--max-workers` the same; values stay as they are. A `--` in front of everything is the package manager's. */
export function normalizeArgv(given: readonly string[]): string[] {
  const argv = given[0] === "--" ? given.slice(1) : given;
  const end = argv.indexOf("--");
  return argv.map((argument, index) => {
    if (!argument.startsWith("--") || (end !== -1 && index >= end)) return argument;
    const [name = "", ...value] = argument.split("=");
    return [name.replaceAll("_", "-"), ...value].join("=");
  });
}
