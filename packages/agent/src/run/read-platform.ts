import type { Sandbox } from "@swe/core";
import type { Platform } from "../contracts/scaffold.ts";

/** What `uname` says inside the sandbox. */
export async function readPlatform(sandbox: Sandbox, abortSignal: AbortSignal): Promise<Platform> {
  const flags = ["-s", "-n", "-r", "-v", "-m"];
  const command = flags.map((flag) => `uname ${flag} 2>/dev/null || echo`).join("; ");
  const { stdout } = await sandbox.run(command, { timeoutMs: 30_000, abortSignal });
  const [system = "", node = "", release = "", version = "", machine = ""] = stdout.split("\n");
  return { system, node, release, version, machine };
}
