// Run by a test as a driver of its own: its sandboxes are killed while commands are started in them. It has to end by itself.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createDockerProvider } from "../../src/index.ts";

const [runId = "", image = ""] = process.argv.slice(2);
const provider = createDockerProvider({ owner: { runId }, limits: { lifetimeMs: 120_000 } });
const die = async (delayMs: number): Promise<void> => {
  const sandbox = await provider.create({ image, workdir: "/" });
  const runs = [1, 2, 3].map(() => sandbox.run("sleep 5"));
  const calls = Promise.allSettled([...runs, ...[1, 2].map(() => sandbox.exec(["sleep", "5"]))]);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await promisify(execFile)("docker", ["kill", sandbox.id], { timeout: 30_000 });
  await calls;
};
await Promise.all([0, 20, 40, 60, 80, 100, 130, 160].map(die));
await provider[Symbol.asyncDispose]();
process.stdout.write("disposed\n");
