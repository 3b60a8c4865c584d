/** How an exec that was never started ended, as the engine tells it. */
export interface ExecEnd {
  readonly exitCode: number;
  /** False when the engine never had a process of it. */
  readonly started: boolean;
}

/** What is wrong with the command itself: a result like any other, as from a shell. */
const ownFault =
  /executable file not found|no such file or directory|permission denied|is a directory|not a directory|unable to find user|no matching entries|exec format error|argument list too long|invalid argument/i;

/**
 * The engine's words when it could not start an exec through no fault of the command (no process left to give, no memory); they stand
 * where the output would, with a status that a command could have had.
 */
export function startFault({ exitCode, started }: ExecEnd, said: string): string | undefined {
  if (started || exitCode < 126 || exitCode > 128 || !/OCI runtime|runc|shim|containerd/i.test(said) || ownFault.test(said))
    return undefined;
  return said.trim();
}
