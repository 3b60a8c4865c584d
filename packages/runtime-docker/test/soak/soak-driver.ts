import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type SandboxHandle, SweError } from "@swe/core";
import { createDockerProvider } from "@swe/runtime-docker";

export interface SoakDriverOptions {
  readonly sandboxes: number;
  readonly parallel: number;
  readonly image: string;
  readonly seed: number;
  readonly runId: string;
  /** Gets `done` for each sandbox that ended, and a sentence for each fault. */
  readonly log: (line: string) => void;
}

const docker = promisify(execFile);

/** Makes sandboxes, works in them, and ends them; every third is killed or removed behind its back at a random moment. */
export async function soakDriver({ sandboxes, parallel, image, seed, runId, log }: SoakDriverOptions): Promise<void> {
  await using provider = createDockerProvider({
    owner: { runId },
    limits: { lifetimeMs: 600_000, memoryBytes: 256 * 1024 ** 2, pids: 128 },
  });
  const random = randomNumbers(seed);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < sandboxes) {
      next += 1;
      const number = next;
      const sandbox = await provider.create({ image, workdir: "/testbed", owner: { runId, instanceId: `soak-${number}`, attempt: 1 } });
      const isVictim = number % 3 === 0;
      const kill = isVictim ? killLater(sandbox.id, random() * 1500, random() < 0.5) : undefined;
      const fault = await work(sandbox, number);
      if (fault !== undefined && !(isVictim && fault === "lost")) log(`sandbox ${number}: ${fault}`);
      await kill;
      await sandbox.stop();
      log("done");
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function killLater(id: string, delayMs: number, removes: boolean): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await docker("docker", removes ? ["rm", "-f", id] : ["kill", id]).catch(() => undefined);
}

/** A day in the life of a sandbox. Yields what was wrong, `lost` when it was lost as it may be. */
async function work(sandbox: SandboxHandle, number: number): Promise<string | undefined> {
  try {
    await sandbox.writeFile("/testbed/number", `${number}\n`);
    const results = await Promise.all([1, 2, 3].map((part) => sandbox.run(`sleep 0.${part}; cat number; echo ${part}`)));
    for (const [index, result] of results.entries()) {
      if (result.stdout !== `${number}\n${index + 1}\n`) return `wrong output ${JSON.stringify(result.stdout)}`;
    }
    const cut = await sandbox.run("setsid sleep 1000 & echo so far; sleep 1000", { timeoutMs: 2000 });
    if (cut.endedBy !== "timeout" || cut.stdout !== "so far\n") return `wrong cut-off: ${cut.endedBy} ${JSON.stringify(cut.stdout)}`;
    const left = await sandbox.exec(["bash", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 1000'"]);
    return left.exitCode === 0 && left.stdout.trim() !== "1" ? `left alive: ${left.stdout}` : undefined;
  } catch (error) {
    return SweError.isInstance(error) && error.code === "sandbox_lost" ? "lost" : String(error);
  }
}

function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
