/** The number, or null for infinity, which JSON does not have: no limit. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
