import type { SandboxHandle } from "@swe/core";
import { scriptCommands } from "../runners/script-commands.ts";

const decoder = new TextDecoder();

/**
 * The scripts of the workdir's package.json when the eval script goes through a package manager, else none. To be read before a
 * patch goes in: the base alone decides which runner is meant.
 */
export async function readPackageScripts(
  sandbox: SandboxHandle,
  evalScript: string,
  { workdir, abortSignal }: { readonly workdir?: string | undefined; readonly abortSignal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, string>>> {
  if (!scriptCommands(evalScript).some((command) => /^(?:npm|pnpm|yarn|bun)\b/.test(command))) return {};
  const bytes = await sandbox.readFile(`${workdir ?? sandbox.workdir}/package.json`, { abortSignal });
  if (bytes === null) return {};
  try {
    const parsed: unknown = JSON.parse(decoder.decode(bytes));
    const scripts = typeof parsed === "object" && parsed !== null && "scripts" in parsed ? parsed.scripts : undefined;
    if (typeof scripts !== "object" || scripts === null) return {};
    return Object.fromEntries(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return {};
  }
}
