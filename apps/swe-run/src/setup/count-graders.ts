import { availableParallelism } from "node:os";

/** Tests are work for the processor, and too many at once turn into time-outs. */
export function countGraders(workers: number): number {
  return Math.min(workers, 2 * availableParallelism());
}
