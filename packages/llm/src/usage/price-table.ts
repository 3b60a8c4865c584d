/** US dollars for a million tokens. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Input read from a prompt cache. @default the price of input */
  readonly cachedInputPerMillion?: number | undefined;
  /** Input written to a prompt cache. @default the price of input */
  readonly cacheWritePerMillion?: number | undefined;
}

/** Prices by model name, with or without the provider's prefix. */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** The price of the first of `names` that is listed, each also looked up without its prefixes. */
export function findPrice(table: PriceTable, names: readonly string[]): ModelPrice | undefined {
  for (const name of names) {
    for (let rest = name; ; rest = rest.slice(rest.indexOf("/") + 1)) {
      if (Object.hasOwn(table, rest)) return table[rest];
      if (!rest.includes("/")) break;
    }
  }
  return undefined;
}
