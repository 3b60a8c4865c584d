import { InputError, shellQuote } from "@swe/core";

export interface CommandSurroundings {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | Uint8Array | undefined;
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Shell text that a lane's child runs before the command: environment, folder, input. */
export function commandPrologue({ cwd, env, stdin }: CommandSurroundings): Buffer {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(env ?? {})) {
    if (!variableName.test(name))
      throw new InputError({ message: `${JSON.stringify(name)} cannot be the name of an environment variable.` });
    lines.push(`export ${name}=${shellQuote(value)}`);
  }
  if (cwd !== undefined) {
    if (!cwd.startsWith("/"))
      throw new InputError({ message: `A working directory in a sandbox has to be absolute, got ${JSON.stringify(cwd)}.` });
    lines.push(`__swe_d=${shellQuote(cwd)}`);
  }
  const text = Buffer.from(lines.join("\n"));
  if (stdin === undefined || stdin.length === 0) return text;
  return Buffer.concat([text, Buffer.from("\nexec < <("), printBytes(stdin), Buffer.from(")")]);
}

/** A builtin that prints exactly these bytes. A shell's text cannot hold a zero byte, so that and the escape character are escaped. */
export function printBytes(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  // One character a byte, so that bytes that are no UTF-8 go through string operations unharmed.
  const escaped = bytes.toString("latin1").replaceAll("\\", "\\\\").replaceAll("\0", "\\0000").replaceAll("'", `'\\''`);
  return Buffer.from(`LC_ALL=C builtin printf %b '${escaped}'`, "latin1");
}
