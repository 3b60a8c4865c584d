import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBaseImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const id = `interrupted-${process.pid}`;
let folder: string;

beforeAll(async () => {
  const image = await ensureBaseImage();
  folder = mkdtempSync(join(tmpdir(), "interrupt-"));
  const dockerfile = `FROM ${image}\nWORKDIR /testbed\nRUN git init -q && git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m one\n`;
  const script = 'cd /testbed\n[ -e gold ] || sleep 600\ntrue\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n';
  const row = { instance_id: id, repo: "owner/repo", dockerfile, eval_script: script };
  writeFileSync(join(folder, "rows.json"), JSON.stringify([row]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the text has been printed. */
  readonly printed: (text: string) => Promise<void>;
}

function start(output: string): Run {
  const flags = [
    "--input",
    join(folder, "rows.json"),
    "--output",
    join(folder, output),
    "--model_name",
    `scripted:${folder}`,
    "--network",
    "none",
  ];
  const child = spawn(process.execPath, ["--conditions=@swe/source", main, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const printed = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      if (child.exitCode !== null) throw new Error(`ended before it printed ${wanted}:\n${text}`);
      await Promise.race([once(child.stderr, "data"), once(child, "close")]);
    }
  };
  return { child, output: () => text, printed };
}

const containers = (): string => execFileSync("docker", ["ps", "-aq", "--filter", `label=swe.instance=${id}`], { encoding: "utf8" }).trim();

it.each([1, 2])("ends after Ctrl-C pressed %i times without a container left, and the run can be resumed", async (times) => {
  const run = start(`out-${times}`);
  await run.printed("prove");
  for (let count = 0; count < times; count++) {
    run.child.kill("SIGINT");
    await run.printed(count === 0 ? "stopping:" : "at once");
  }
  const [code] = (await once(run.child, "close")) as [number];
  expect(code).toBe(1);
  expect(run.output()).toContain("start the same command again to go on");
  expect(containers()).toBe("");
  expect(JSON.parse(readFileSync(join(folder, `out-${times}`, "summary.json"), "utf8"))).toEqual([]);
  expect(existsSync(join(folder, `out-${times}`, id))).toBe(false);
  expect(JSON.parse(readFileSync(join(folder, `out-${times}`, "transfer_run.json"), "utf8"))).toMatchObject({ closed: false });
});
