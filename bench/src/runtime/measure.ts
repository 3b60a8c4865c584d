import type { SandboxHandle } from "@swe/core";
import type { Way } from "./way.ts";

export interface Measurement {
  readonly way: string;
  readonly commandsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly driverCpuMsPerCommand: number;
}

/** Runs one command after another in every container at once, for so long, after one command each to warm up. */
export async function measure(way: Way, sandboxes: readonly SandboxHandle[], seconds: number): Promise<Measurement> {
  const lanes = await Promise.all(sandboxes.map((sandbox) => way.open(sandbox)));
  await Promise.all(lanes.map((lane) => lane.run()));
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    lanes.map(async (lane) => {
      while (performance.now() < end) {
        const sent = performance.now();
        await lane.run();
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const elapsedMs = performance.now() - started;
  const cpu = process.cpuUsage(cpuBefore);
  for (const lane of lanes) lane.close();
  latencies.sort((a, b) => a - b);
  return {
    way: way.name,
    commandsPerSecond: (latencies.length / elapsedMs) * 1000,
    p50Ms: percentile(latencies, 0.5),
    p95Ms: percentile(latencies, 0.95),
    driverCpuMsPerCommand: (cpu.user + cpu.system) / 1000 / latencies.length,
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle of several rounds, figure by figure. */
export function medianOf(rounds: readonly Measurement[]): Measurement {
  const middle = (pick: (round: Measurement) => number): number => median(rounds.map(pick));
  return {
    way: rounds[0]?.way ?? "",
    commandsPerSecond: middle((round) => round.commandsPerSecond),
    p50Ms: middle((round) => round.p50Ms),
    p95Ms: middle((round) => round.p95Ms),
    driverCpuMsPerCommand: middle((round) => round.driverCpuMsPerCommand),
  };
}

export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
