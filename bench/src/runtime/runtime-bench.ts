import type { SandboxHandle } from "@swe/core";
import { createDockerProvider } from "@swe/runtime-docker";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { measure, type Measurement, median, medianOf } from "./measure.ts";
import { apiExecWay, channelWay, dockerExecWay, floorWay } from "./ways.ts";

export interface RuntimeBenchOptions {
  readonly sizes: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  readonly image: string;
  readonly json: boolean;
}

interface SizeReport {
  readonly containers: number;
  readonly measurements: readonly Measurement[];
  readonly ratioToFloor: number;
  readonly xOverDockerExec: number;
  readonly xOverApiExec: number;
  readonly megabytesPerSandbox: number;
}

const ways = [floorWay, channelWay, dockerExecWay, apiExecWay];

/** Measures every way at every size on the same containers, in turns, and prints a table. */
export async function runtimeBench({ sizes, seconds, rounds, image, json }: RuntimeBenchOptions): Promise<void> {
  await using provider = createDockerProvider({
    owner: { runId: `bench-${process.pid}` },
    limits: { lifetimeMs: 1_800_000, memoryBytes: 256 * 1024 ** 2 },
  });
  // Everything that is loaded on first use is loaded before memory is counted.
  const warmUp = await provider.create({ image, workdir: "/" });
  await warmUp.run("true");
  await warmUp.stop();
  const reports: SizeReport[] = [];
  for (const size of sizes) {
    console.error(`creating ${size} containers ...`);
    const before = driverBytes();
    const sandboxes = await Promise.all(Array.from({ length: size }, () => provider.create({ image, workdir: "/" })));
    await Promise.all(sandboxes.map((sandbox) => sandbox.run("true")));
    await delay(200);
    const megabytesPerSandbox = Math.max(0, driverBytes() - before) / size / 1e6;
    reports.push(await measureSize(sandboxes, seconds, rounds, megabytesPerSandbox));
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
  }
  for (const report of reports) console.log(table(report));
  const last = reports.at(-1);
  if (json && last !== undefined) console.log(JSON.stringify(summary(last)));
}

async function measureSize(
  sandboxes: readonly SandboxHandle[],
  seconds: number,
  rounds: number,
  megabytesPerSandbox: number,
): Promise<SizeReport> {
  const taken = new Map<string, Measurement[]>(ways.map((way) => [way.name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) {
      console.error(`${sandboxes.length} containers, round ${round + 1}: ${way.name}`);
      taken.get(way.name)?.push(await measure(way, sandboxes, seconds));
    }
  }
  // Ratios are taken within a round: the machine is the same for both sides then.
  const ratio = (over: string, under: string): number => {
    const tops = taken.get(over) ?? [];
    const bottoms = taken.get(under) ?? [];
    return median(tops.map((top, index) => top.commandsPerSecond / (bottoms[index]?.commandsPerSecond ?? Number.NaN)));
  };
  return {
    containers: sandboxes.length,
    measurements: [...taken.values()].map(medianOf),
    ratioToFloor: ratio("floor", "channel"),
    xOverDockerExec: ratio("channel", "docker exec"),
    xOverApiExec: ratio("channel", "engine API exec"),
    megabytesPerSandbox,
  };
}

function table({ containers, measurements, ratioToFloor, xOverDockerExec, xOverApiExec, megabytesPerSandbox }: SizeReport): string {
  const rows = measurements.map(
    ({ way, commandsPerSecond, p50Ms, p95Ms, driverCpuMsPerCommand }) =>
      `| ${way} | ${commandsPerSecond.toFixed(1)} | ${p50Ms.toFixed(2)} | ${p95Ms.toFixed(2)} | ${driverCpuMsPerCommand.toFixed(3)} |`,
  );
  return [
    `\n${containers} container${containers === 1 ? "" : "s"}`,
    "| way | commands/s | p50 ms | p95 ms | driver CPU ms |",
    "|---|---|---|---|---|",
    ...rows,
    `floor / channel ${ratioToFloor.toFixed(2)}, channel / docker exec ${xOverDockerExec.toFixed(1)}, channel / engine API exec ${xOverApiExec.toFixed(1)}, ${megabytesPerSandbox.toFixed(3)} MB of driver memory per idle sandbox`,
  ].join("\n");
}

function summary(report: SizeReport): Readonly<Record<string, number>> {
  const channel = report.measurements.find(({ way }) => way === channelWay.name);
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    containers: report.containers,
    commands_per_s: rounded(channel?.commandsPerSecond ?? 0),
    ratio_to_floor: rounded(report.ratioToFloor),
    x_over_docker_exec: rounded(report.xOverDockerExec),
    x_over_api_exec: rounded(report.xOverApiExec),
    p50_ms: rounded(channel?.p50Ms ?? 0),
    p95_ms: rounded(channel?.p95Ms ?? 0),
    driver_cpu_ms_per_command: rounded(channel?.driverCpuMsPerCommand ?? 0),
    driver_mb_per_sandbox: rounded(report.megabytesPerSandbox),
  };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What the process holds after a collection; resident size would count what the allocator keeps for later. */
function driverBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
