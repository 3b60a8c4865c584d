/** A key that cannot be printed by accident: as text and as JSON it reads `[redacted]`, and an inspector does not see it. */
export class ApiKey {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The key itself, for the request header. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }
}

export function revealKey(key: string | ApiKey | undefined): string | undefined {
  const value = typeof key === "string" ? key : key?.reveal();
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}
