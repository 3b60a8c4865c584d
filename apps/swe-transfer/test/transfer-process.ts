import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** The command line as a process of its own, to be sent signals. */
export interface TransferProcess {
  readonly child: ChildProcess;
  /** Standard output and standard error so far. */
  readonly output: () => string;
  /** Resolves when the text has been printed. */
  readonly printed: (text: string) => Promise<void>;
  /** The exit code, or null when it was killed. */
  readonly ended: () => Promise<number | null>;
}

export function startTransfer(flags: readonly string[]): TransferProcess {
  const child = spawn(process.execPath, ["--conditions=@swe/source", main, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close") as Promise<[number | null]>;
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const printed = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      if (child.exitCode !== null) throw new Error(`ended before it printed ${wanted}:\n${text}`);
      await Promise.race([once(child.stderr, "data"), closed]);
    }
  };
  return { child, output: () => text, printed, ended: async () => (await closed)[0] };
}

export function containersOf(instanceId: string): string {
  return execFileSync("docker", ["ps", "-aq", "--filter", `label=swe.instance=${instanceId}`], { encoding: "utf8" }).trim();
}

/** Tags of the instance's images, in order. */
export function imageTagsOf(instanceId: string): readonly string[] {
  const names = execFileSync("docker", ["images", "--format", "{{.Tag}}", `${instanceId}_swefactory_root`], { encoding: "utf8" });
  return names.split("\n").filter(Boolean).toSorted();
}

/** A row whose image builds in a moment and whose tests hang until they are stopped. */
export function hangingRow(id: string, image: string): object {
  const commit = "git init -q && git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m one";
  const script = 'cd /testbed\n[ -e gold ] || sleep 600\ntrue\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n';
  return { instance_id: id, repo: "owner/repo", dockerfile: `FROM ${image}\nWORKDIR /testbed\nRUN ${commit}\n`, eval_script: script };
}
