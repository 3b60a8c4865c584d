import { open } from "node:fs/promises";
import { errorCodeOf } from "./to-storage-error.ts";

/** Makes created, renamed and removed names of a folder durable. File systems that cannot do it are left alone. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!["EINVAL", "ENOTSUP", "EPERM", "EBADF", "EISDIR"].includes(errorCodeOf(error) ?? "")) throw error;
  } finally {
    await handle.close();
  }
}
