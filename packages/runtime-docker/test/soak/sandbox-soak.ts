// Creates and ends 200 sandboxes, 16 at a time, while random ones are killed, and kills the driver itself with SIGKILL in the middle;
// a second driver does the rest. After one sweep nothing of ours may be left on the engine.
//   node --conditions=@swe/source test/soak/sandbox-soak.ts [--sandboxes 200] [--parallel 16] [--image swe-sample-base:1] [--seed 1]
// The last line is JSON; exit code 1 when something is wrong.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createDockerProvider } from "@swe/runtime-docker";
import { soakDriver } from "./soak-driver.ts";

const { values } = parseArgs({
  options: {
    sandboxes: { type: "string", default: "200" },
    parallel: { type: "string", default: "16" },
    image: { type: "string", default: "swe-sample-base:1" },
    seed: { type: "string", default: "1" },
    "run-id": { type: "string", default: `soak-${process.pid}` },
    driver: { type: "boolean", default: false },
  },
});
const options = {
  sandboxes: Number(values.sandboxes),
  parallel: Number(values.parallel),
  image: values.image,
  seed: Number(values.seed),
  runId: values["run-id"],
};

if (values.driver) await soakDriver({ ...options, log: (line) => console.log(line) });
else await soak();

/** Runs drivers until one finishes: the first is killed about half way through its work. */
async function soak(): Promise<void> {
  const faults: string[] = [];
  const done = await runDriver(options.sandboxes, Math.floor(options.sandboxes / 2), faults);
  const leftByKill = ours().length;
  await runDriver(options.sandboxes - done, undefined, faults);
  await using provider = createDockerProvider({ owner: { runId: `${options.runId}-sweep` } });
  const swept = await provider.sweep();
  const left = ours();
  if (leftByKill === 0) faults.push("the killed driver left nothing: it was not killed in the middle");
  if (left.length > 0) faults.push(`left after the sweep: ${left.join(", ")}`);
  for (const fault of faults) console.error(fault);
  console.log(
    JSON.stringify({ sandboxes: options.sandboxes, leftByKill, swept: swept.containers, left: left.length, faults: faults.length }),
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** Yields how many sandboxes it finished. */
async function runDriver(sandboxes: number, killAfter: number | undefined, faults: string[]): Promise<number> {
  const args = [
    "--conditions=@swe/source",
    import.meta.filename,
    "--driver",
    "--sandboxes",
    String(sandboxes),
    "--parallel",
    values.parallel,
  ];
  const child = spawn(process.execPath, [...args, "--image", values.image, "--seed", values.seed, "--run-id", options.runId], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let done = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === "done") done += 1;
    else faults.push(line);
    if (killAfter !== undefined && done === killAfter) child.kill("SIGKILL");
    if (done % 20 === 0 && line === "done") console.error(`${done} of ${sandboxes}`);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  if (killAfter === undefined && child.exitCode !== 0) faults.push(`the driver ended with ${child.exitCode}`);
  return done;
}

/** What the engine has with this run's label. */
function ours(): string[] {
  const filter = ["--filter", `label=swe.run=${options.runId}`, "-q"];
  const lists = [
    ["ps", "-a", ...filter],
    ["network", "ls", ...filter],
    ["volume", "ls", ...filter],
  ];
  return lists.flatMap((list) => execFileSync("docker", list, { encoding: "utf8", timeout: 60_000 }).split("\n")).filter((id) => id !== "");
}
