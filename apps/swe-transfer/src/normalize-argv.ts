/** Makes `--max_workers` and `--max-workers` the same; values stay as they are. */
export function normalizeArgv(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((argument, index) => {
    if (!argument.startsWith("--") || (end !== -1 && index >= end)) return argument;
    const [name = "", ...value] = argument.split("=");
    return [name.replaceAll("_", "-"), ...value].join("=");
  });
}
