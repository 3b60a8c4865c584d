import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const script = fileURLToPath(new URL("../../../scripts/base-image", import.meta.url));
const run = promisify(execFile);
/** The script has limits of its own for each thing it waits for; this is for what it did not think of. */
const buildTimeoutMs = 40 * 60_000;
const built = new Map<"base" | "repos", Promise<unknown>>();

async function ensure(image: "base" | "repos", tag: string): Promise<string> {
  // The script itself takes a lock and leaves a current image alone, so parallel test workers build once.
  const build = built.get(image) ?? run(script, [image], { timeout: buildTimeoutMs });
  built.set(image, build);
  await build;
  return tag;
}

/** The tag of a local Debian image with bash, git, Python and pytest, gcc, make and Node.js, built if it is missing (half a minute). */
export function ensureBaseImage(): Promise<string> {
  return ensure("base", "swe-sample-base:1");
}

/** The tag of the base image with the sample dataset's bare repositories under `/srv/git`, built if missing or out of date. */
export function ensureSampleImage(): Promise<string> {
  return ensure("repos", "swe-sample-repos:1");
}
