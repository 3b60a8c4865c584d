import { EventEmitter } from "node:events";
import { runCli } from "../src/cli.ts";

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line in this process, with the environment given and nothing else. */
export async function runInProcess(argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  let stdout = "";
  let stderr = "";
  const code = await runCli({
    argv,
    environment,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signals: new EventEmitter(),
  });
  return { code, stdout, stderr };
}
