// Everything that can be said of the sources in under a minute: node scripts/check.mjs [--no-tests]
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mapLimited, runCommand } from "./lib/run-command.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

// The longest first, so that the lanes end at about the same time.
const checks = [
  { name: "unit tests and boundaries", command: ["vitest", "run", "--project", "unit"], remedy: "pnpm test:unit", isTest: true },
  // TypeScript 7 checks in a quarter of the time; tsup needs 6 for the declarations.
  { name: "types", command: ["../typescript-7/bin/tsc", "-p", "tsconfig.json"], remedy: "see the messages above" },
  { name: "lint", command: ["oxlint", "--type-aware"], remedy: "see the messages above" },
  { name: "unused", command: ["knip"], remedy: "remove what is not used, or declare what is" },
  { name: "format", command: ["oxfmt", "--check", "."], remedy: "pnpm format" },
].filter(({ isTest = false }) => !isTest || !process.argv.includes("--no-tests"));

/** Runs one check; its output is shown only if it fails. */
async function run({ name, command: [program, ...args], remedy }) {
  const start = performance.now();
  const { code, output } = await runCommand(join(root, "node_modules", ".bin", program), args, { cwd: root });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code !== 0) process.stdout.write(output);
  console.log(code === 0 ? `${name}: ok (${seconds} s)` : `${name}: FAILED (${seconds} s): ${remedy}`);
  return code === 0;
}

const results = await mapLimited(checks, Math.min(4, availableParallelism()), run);
process.exitCode = results.every(Boolean) ? 0 : 1;
