import { createDockerProvider } from "@swe/runtime-docker";
import type { CliContext } from "../cli-context.ts";
import { engineConnection } from "../engine-connection.ts";
import { exitOk } from "../exit-codes.ts";
import { listenForInterrupts } from "../interrupts.ts";

export interface CleanArguments {
  readonly run: string | undefined;
}

/** Removes containers, networks, volumes and images of tries that runs have left behind. */
export async function clean({ run }: CleanArguments, { environment, stdout, stderr, signals }: CliContext): Promise<number> {
  using interrupts = listenForInterrupts(signals, () => void stderr.write("stopping\n"));
  const provider = createDockerProvider({ engine: engineConnection(environment), owner: { runId: "swe-transfer-clean" } });
  try {
    const swept = await provider.sweep({ runId: run, abortSignal: interrupts.soft });
    stdout.write(`removed ${swept.containers} containers, ${swept.images} images, ${swept.networks} networks, ${swept.volumes} volumes\n`);
    return exitOk;
  } finally {
    await provider[Symbol.asyncDispose]();
  }
}
