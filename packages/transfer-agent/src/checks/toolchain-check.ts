import { type SandboxHandle, shellQuote } from "@swe/core";
import type { CheckResult } from "./check.ts";
import { scriptTools } from "./script-tools.ts";

/** Where one program of the eval script is found; null = not found. */
export interface ToolLocation {
  readonly tool: string;
  /** By `bash -lc`, as agents work. */
  readonly login: string | null;
  /** By `bash -c`, with the image's environment alone. */
  readonly plain: string | null;
  /** Inside the eval script, after its own activation lines. */
  readonly script: string | null;
}

export interface ToolchainCheck {
  readonly check: CheckResult;
  readonly locations: readonly ToolLocation[];
}

const timeoutMs = 60_000;

/**
 * What the script can start must be there for `bash -lc` too, or an agent works without the tools it is graded with. A
 * different place (two interpreters) is reported, not refused.
 */
export async function checkToolchain(sandbox: SandboxHandle, skeleton: string, abortSignal?: AbortSignal): Promise<ToolchainCheck> {
  const { tools, activation } = scriptTools(skeleton);
  const find = `for tool in ${tools.map(shellQuote).join(" ")}; do printf '\\n@ %s %s\\n' "$tool" "$(command -v "$tool")"; done`;
  if (tools.length === 0) return toolchainResult([]);
  const login = await sandbox.run(find, { timeoutMs, abortSignal });
  const options = { cwd: sandbox.workdir, timeoutMs, abortSignal };
  const plain = await sandbox.exec(["bash", "-c", find], options);
  const inScript =
    activation.length === 0 ? plain : await sandbox.exec(["bash", "-c", `${activation.join("\n")}\nset +eux\n${find}`], options);
  const [a, b, c] = [login, plain, inScript].map(({ stdout }) => readLocations(stdout));
  return toolchainResult(
    tools.map((tool) => ({ tool, login: a?.get(tool) ?? null, plain: b?.get(tool) ?? null, script: c?.get(tool) ?? null })),
  );
}

function readLocations(stdout: string): Map<string, string> {
  return new Map([...stdout.matchAll(/^@ (\S+) (\S.*)$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function toolchainResult(locations: readonly ToolLocation[]): ToolchainCheck {
  const describe = (place: string | null): string => place ?? "not found";
  const line = ({ tool, login, plain, script }: ToolLocation): string =>
    `${tool}: bash -lc finds ${describe(login)}, bash -c finds ${describe(plain)}, the script finds ${describe(script)}`;
  const missing = locations.filter(({ login, script }) => login === null && script !== null);
  const differing = locations.filter(
    ({ login, plain, script }) => login !== null && (login !== plain || (script !== null && login !== script)),
  );
  const evidence = [...missing.map((location) => `${line(location)}. Make it visible through /root/.profile.`), ...differing.map(line)];
  const title = "A login shell finds the programs that the eval script starts.";
  return { locations, check: { id: "toolchain", title, ok: missing.length === 0, evidence: evidence.join("\n") } };
}
