import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const program = "/usr/bin/docker-registry";
const packageManager = "/usr/bin/apt-get";

/** An image registry on this machine. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`, which engines talk to without a certificate. */
  readonly address: string;
}

/** Starts Debian's `docker-registry`, installed if it is missing, with an empty store that is gone afterwards. */
export async function startRegistry(): Promise<Registry> {
  install();
  const folder = await mkdtemp(join(tmpdir(), "registry-"));
  const address = `127.0.0.1:${await freePort()}`;
  const config = join(folder, "config.yml");
  await writeFile(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${folder}/data}}\nhttp: {addr: "${address}"}\n`,
  );
  const server = spawn(program, ["serve", config], { stdio: "ignore" });
  const stop = async (): Promise<void> => {
    server.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`http://${address}/v2/`).catch(() => undefined);
    if (answer?.ok === true) return { address, [Symbol.asyncDispose]: stop };
    await delay(100);
  }
  await stop();
  throw new Error(`docker-registry did not answer at ${address} within 10 seconds.`);
}

function install(): void {
  if (existsSync(program)) return;
  const apt = (...args: string[]): void =>
    void execFileSync(packageManager, args, {
      stdio: "pipe",
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  const get = (): void => apt("install", "-y", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", "docker-registry");
  try {
    try {
      get();
    } catch {
      apt("update");
      get();
    }
  } catch (cause) {
    throw new Error("The tests of pushing need Debian's package docker-registry. Install it: apt-get install docker-registry", { cause });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
