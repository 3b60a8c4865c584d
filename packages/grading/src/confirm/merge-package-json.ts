/** Keys that decide how tests run rather than what the package is. */
const testKeys = [
  "scripts",
  "jest",
  "mocha",
  "ava",
  "tap",
  "vitest",
  "nyc",
  "c8",
  "babel",
  "husky",
  "config",
  "imports",
  "overrides",
  "resolutions",
];

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The edited package.json with the base's scripts and runner settings. */
export function mergePackageJson(base: string, edited: string): string | undefined {
  const own = readObject(edited);
  const theirs = base === "" ? {} : readObject(base);
  if (own === undefined || theirs === undefined) return undefined;
  const kept = Object.entries(own).filter(([key]) => !testKeys.includes(key));
  const restored = Object.entries(theirs).filter(([key]) => testKeys.includes(key));
  return `${JSON.stringify(Object.fromEntries([...kept, ...restored]), undefined, 2)}\n`;
}
