/**
 * Every command carries a tag that its whole tree inherits: bits of the kernel's per-process core dump filter. It survives exec,
 * setsid, double forks and a cleared environment, nobody sets it by accident, and all it changes is which mappings a core dump holds.
 * The default bits (0x33) stay set; the five others name 31 commands.
 */
const defaultBits = 0x33;
const freeBits: readonly number[] = [2, 3, 6, 7, 8];

/** As three hexadecimal digits, the way they end the line in /proc/PID/coredump_filter. */
export const commandTags: readonly string[] = Array.from({ length: 2 ** freeBits.length - 1 }, (_, index) => {
  const bits = freeBits.reduce((sum, bit, position) => (((index + 1) >> position) & 1 ? sum | (1 << bit) : sum), defaultBits);
  return bits.toString(16).padStart(3, "0");
});

/** Hands out the tags of one sandbox: each lane has one of its own, and a new one after a command that left background processes. */
export class TagPool {
  readonly #free: string[] = [...commandTags];
  readonly #surviving = new Set<string>();

  get isEmpty(): boolean {
    return this.#free.length === 0;
  }

  /** With none free, one that survivors carry is shared: a kill tells them from the command by their age. */
  take(): string {
    const [oldest = commandTags[0] ?? ""] = this.#surviving;
    return this.#free.shift() ?? oldest;
  }

  giveBack(tag: string, hasSurvivors: boolean): void {
    if (hasSurvivors) this.#surviving.add(tag);
    else if (!this.#surviving.has(tag) && !this.#free.includes(tag)) this.#free.push(tag);
  }

  /** Frees the tags of survivors that have ended meanwhile. */
  reclaim(alive: ReadonlySet<string>): void {
    for (const tag of this.#surviving) {
      if (alive.has(tag)) continue;
      this.#surviving.delete(tag);
      this.#free.push(tag);
    }
  }

  /** Everything ended (the container was restarted). */
  reset(): void {
    this.#surviving.clear();
    this.#free.splice(0, this.#free.length, ...commandTags);
  }
}
