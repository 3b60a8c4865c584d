// Everything that can be said of the sources in under a minute: node scripts/check.mjs [--no-tests]
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const checks = [
  { name: "format", command: ["oxfmt", "--check", "."], remedy: "pnpm format" },
  { name: "lint", command: ["oxlint", "--type-aware"], remedy: "see the messages above" },
  { name: "types", command: ["tsc", "-p", "tsconfig.json"], remedy: "see the messages above" },
  { name: "unused", command: ["knip"], remedy: "remove what is not used, or declare what is" },
];
if (!process.argv.includes("--no-tests")) {
  checks.push({ name: "unit tests", command: ["vitest", "run", "--project", "unit"], remedy: "pnpm test:unit" });
}

/** Runs one check; its output is shown only if it fails. */
function run({ name, command, remedy }) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn("pnpm", ["--silent", "exec", ...command], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const output = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on("close", (code) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      console.log(code === 0 ? `${name}: ok (${seconds} s)` : `${name}: FAILED (${seconds} s): ${remedy}`);
      resolve(code === 0);
    });
  });
}

const queue = [...checks];
const results = [];
async function work() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) results.push(await run(check));
}
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
process.exitCode = results.every(Boolean) ? 0 : 1;
