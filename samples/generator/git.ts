import { execFileSync } from "node:child_process";

// The user's configuration must not change what is generated.
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  TZ: "UTC",
};

/** What git prints, byte for byte as UTF-8: patches keep their carriage returns. */
export function git(repository: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", repository, ...args], { env: environment, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
