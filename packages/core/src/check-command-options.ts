import { InputError } from "./errors/input-error.ts";
import type { ExecOptions, RunOptions } from "./sandbox.ts";

/**
 * What every sandbox refuses before anything is started: a folder or variable that no process can have, a limit that is no number.
 * `Infinity` is a time limit as good as none.
 */
export function checkCommandOptions(options: RunOptions | ExecOptions): void {
  const { cwd, env, timeoutMs, maxOutputBytes } = options;
  const idleTimeoutMs = "idleTimeoutMs" in options ? options.idleTimeoutMs : undefined;
  if (cwd !== undefined && (!cwd.startsWith("/") || cwd.includes("\0")))
    throw new InputError({ message: `A working directory in a sandbox has to be absolute, got ${JSON.stringify(cwd)}.` });
  for (const name in env) {
    if (name === "" || /[=\0]/.test(name))
      throw new InputError({ message: `${JSON.stringify(name)} cannot be the name of an environment variable.` });
    if (env[name]?.includes("\0") === true) throw new InputError({ message: `The environment variable ${name} cannot hold a zero byte.` });
  }
  for (const [name, limit] of [
    ["timeoutMs", timeoutMs],
    ["idleTimeoutMs", idleTimeoutMs],
  ] as const) {
    if (limit !== undefined && !(limit >= 0)) throw new InputError({ message: `${name} has to be 0 or more milliseconds, got ${limit}.` });
  }
  if (maxOutputBytes !== undefined && !(Number.isSafeInteger(maxOutputBytes) && maxOutputBytes >= 0))
    throw new InputError({ message: `maxOutputBytes has to be a whole number of 0 or more, got ${maxOutputBytes}.` });
}
