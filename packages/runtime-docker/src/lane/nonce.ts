import { randomFillSync } from "node:crypto";

/** Bytes of one number; twice as many hexadecimal digits. */
const size = 16;
const pool = Buffer.alloc(size * 256);
let used = pool.length;

/** A number nobody can guess, as 32 hexadecimal digits. Drawn in bulk: the system call costs more than the rest of a request. */
export function drawNonce(): string {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const nonce = pool.toString("hex", used, used + size);
  used += size;
  return nonce;
}
