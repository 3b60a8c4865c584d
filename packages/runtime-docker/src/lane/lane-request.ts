const nonceBytes = 32;
/** Behind the number on stdout: status (3), three flags, a count (9). */
export const trailerBytes = 15;

export interface LaneRequest {
  readonly kind: "R" | "F" | "Q";
  readonly tag: string;
  /** Processes of the runtime itself in this container: with no more than these, nothing of a command can be alive. */
  readonly ownProcesses: number;
  /** Shell text that prepares the command's surroundings; runs before the change of folder. */
  readonly prologue: Uint8Array;
  readonly command: string | Uint8Array;
  readonly nonce: string;
}

/** One request as the bytes that the lane reads. */
export function encodeLaneRequest({ kind, tag, ownProcesses, prologue, command, nonce }: LaneRequest): Buffer {
  const before = prologue.length;
  const size = typeof command === "string" ? Buffer.byteLength(command) : command.length;
  // What is not ASCII has to be read byte by byte, whatever the lane's locale, which costs the lane a change of locale.
  const plain = size > 0 && typeof command === "string" && size === command.length ? "a" : "-";
  const header = `${kind}${plain}${tag}${digits(ownProcesses, 4)}${digits(before, 9)}${digits(size, 9)}`;
  const whole = Buffer.allocUnsafe(header.length + before + size + nonceBytes);
  let at = whole.write(header, 0, "latin1");
  whole.set(prologue, at);
  at += before;
  if (typeof command === "string") at += whole.write(command, at);
  else {
    whole.set(command, at);
    at += size;
  }
  whole.write(nonce, at, "latin1");
  return whole;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

export interface LaneReply {
  readonly status: number;
  /** Something of the command is still alive. */
  readonly hasSurvivors: boolean;
  /** ... and holds the lane's stdout or stderr: the lane cannot be used for another command. */
  readonly isHeld: boolean;
  /** Processes killed in this container so far because it ran out of memory. */
  readonly oomKills: number;
  /** The command was not run: a profile file changed since the lane logged in. */
  readonly isStale: boolean;
  /** The command was not run: the container has no process left to give. */
  readonly isExhausted: boolean;
  /** The command was run, and left so many processes that the next one may not start. */
  readonly isNearlyExhausted: boolean;
}

export function decodeLaneTrailer(trailer: Uint8Array): LaneReply {
  const text = Buffer.from(trailer).toString("latin1");
  const flag = (index: number): boolean => text[3 + index] === "1";
  return {
    status: Number(text.slice(0, 3)),
    hasSurvivors: flag(0),
    isHeld: flag(1),
    oomKills: Number(text.slice(6)),
    isStale: flag(2),
    isExhausted: text[5] === "2",
    isNearlyExhausted: text[5] === "3",
  };
}
