import { access, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toStorageError, writeFileAtomic } from "@swe/batch";
import { type TransferRecord, transferRecordSchema } from "../records/transfer-record.ts";
import { moveFolder } from "./move-folder.ts";
import type { OutputPaths } from "./output-paths.ts";

/** Instance folders are replaced as a whole, after the journal has the result: old results stay in place until then. */
export interface InstanceFolders {
  /** An empty folder to work in. */
  begin(instanceId: string): Promise<string>;
  /** Puts the finished work in the place of the old. */
  commit(instanceId: string): Promise<void>;
  /** Brings `status.json` up to date with a record that changed without new work. */
  amend(record: TransferRecord): Promise<void>;
  /** Keeps the files of a try that gave no result in `unfinished/`, until there is one. */
  setAside(instanceId: string): Promise<void>;
  hasSummary(instanceId: string): Promise<boolean>;
  /** Result of an instance as its folder tells it; undefined when it does not. */
  readRecord(instanceId: string): Promise<TransferRecord | undefined>;
  /** Finishes what a killed run had begun to commit, and sets aside what it had not. */
  recover(recordOf: (instanceId: string) => TransferRecord | undefined): Promise<void>;
}

export function createInstanceFolders(paths: OutputPaths): InstanceFolders {
  const working = (id: string): string => join(paths.inProgress, "work", id);
  const replaced = (id: string): string => join(paths.inProgress, "replaced", id);
  const remove = async (path: string): Promise<void> => rm(path, { recursive: true, force: true });

  const commit = async (id: string): Promise<void> => {
    await remove(replaced(id));
    await mkdir(dirname(replaced(id)), { recursive: true });
    await moveFolder(paths.instance(id), replaced(id));
    await moveFolder(working(id), paths.instance(id));
    await remove(replaced(id));
  };
  const setAside = async (id: string): Promise<void> => {
    const target = join(paths.instance(id), "unfinished");
    await remove(target);
    await mkdir(paths.instance(id), { recursive: true });
    await moveFolder(working(id), target);
  };
  const storing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, "write to", paths.folder);
    }
  };
  return {
    commit: (id) => storing(() => commit(id)),
    setAside: (id) => storing(() => setAside(id)),
    begin: (id) =>
      storing(async () => {
        await remove(working(id));
        await mkdir(working(id), { recursive: true });
        return working(id);
      }),
    amend: async ({ instance_id: id, docker_image_pushed, docker_image_digest, docker_image_tarball }) => {
      const path = join(paths.instance(id), "status.json");
      const status = JSON.parse(await readFile(path, "utf8").catch(() => "{}")) as object;
      const known = { ...status, docker_image_pushed, docker_image_digest, docker_image_tarball };
      if ("status" in status) await writeFileAtomic(path, `${JSON.stringify(known, null, 2)}\n`);
    },
    hasSummary: async (id) =>
      access(join(paths.instance(id), "summary.json")).then(
        () => true,
        () => false,
      ),
    readRecord: async (id) => readRecord(paths.instance(id)),
    recover: (recordOf) =>
      storing(async () => {
        const begun = await readdir(join(paths.inProgress, "work")).catch(() => []);
        for (const id of begun) {
          const record = recordOf(id);
          const ended = await readRecord(working(id));
          const isJournalled = record !== undefined && ended?.run_id === record.run_id && ended.finished_at === record.finished_at;
          await (isJournalled ? commit(id) : setAside(id));
        }
        await remove(paths.inProgress);
      }),
  };
}

async function readRecord(folder: string): Promise<TransferRecord | undefined> {
  const text = async (name: string): Promise<string | null> => readFile(join(folder, name), "utf8").catch(() => null);
  try {
    const status = JSON.parse((await text("status.json")) ?? "null") as { readonly status?: unknown } | null;
    const isTransferred = status?.status === "transferred";
    const dockerfile = isTransferred ? await text("Dockerfile") : null;
    const script = isTransferred ? await text("eval_script.sh") : null;
    return transferRecordSchema.parse({ ...status, outcome: status?.status, dockerfile, eval_script: script });
  } catch {
    return undefined;
  }
}
