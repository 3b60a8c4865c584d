import { InputError } from "@swe/core";

const units: Readonly<Record<string, number>> = { "": 1e9, B: 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Bytes of a size like `500M`, `20G` or `20GB`; a bare number is gigabytes. */
export function parseSize(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([BKMGT]?)B?$/i.exec(text.trim());
  const factor = units[match?.[2]?.toUpperCase() ?? ""];
  if (match === null || factor === undefined) {
    throw new InputError({ message: `${flag} expects a size like 20G, got "${text}".` });
  }
  return Number(match[1]) * factor;
}
