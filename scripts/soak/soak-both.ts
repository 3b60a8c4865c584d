import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { removeImages } from "./containers.ts";
import { root, startDriver } from "./driver.ts";
import { createRunStage } from "./run-stage.ts";
import { makeCopies, readRows } from "./sample-copies.ts";
import { type SoakResult, soakStage } from "./soak-stage.ts";
import { createTransferStage } from "./transfer-stage.ts";

export interface SoakBothOptions {
  /** An empty folder for everything. */
  readonly folder: string;
  /** How often each stage is killed; 0 runs Stage 1 undisturbed for its dataset, and leaves Stage 2 out. */
  readonly kills: { readonly transfer: number; readonly run: number };
  /** Attempts of Stage 2. */
  readonly attempts: number;
  readonly workers: number;
  readonly seed: number;
  /** Only these instances of the sample. @default all */
  readonly only?: readonly string[] | undefined;
  readonly log: (line: string) => void;
}

/** Soaks Stage 1 over the sample, and Stage 2 over what it transferred. Needs a Docker engine with the sample's base image. */
export async function soakBoth({ folder, kills, attempts, workers, seed, only, log }: SoakBothOptions): Promise<readonly SoakResult[]> {
  const sample = { dataset: join(root, "samples/results.json"), recordings: join(root, "samples/recordings/transfer") };
  const source = makeCopies({ ...sample, target: join(folder, "transfer-input"), suffix: `soak${process.pid}`, only });
  const transfer = createTransferStage(source, workers);
  const outputs = { transfer: join(folder, "transfer"), run: join(folder, "run") };
  for (const output of Object.values(outputs)) mkdirSync(output, { recursive: true });

  const results: SoakResult[] = [];
  const transferred = join(outputs.transfer, "undisturbed", "dataset_transferred.json");
  try {
    if (kills.transfer > 0) results.push(await soakStage(transfer, { kills: kills.transfer, seed, folder: outputs.transfer, log }));
    else await startDriver(transfer.command(join(outputs.transfer, "undisturbed"))).end;
    if (kills.run > 0) {
      const recordings = join(root, "samples/recordings/run");
      const target = join(folder, "run-input");
      const copies = makeCopies({ dataset: transferred, recordings, target, count: attempts, suffix: `soakrun${process.pid}` });
      results.push(await soakStage(createRunStage(copies, workers), { kills: kills.run, seed: seed + 1, folder: outputs.run, log }));
    }
  } finally {
    if (existsSync(transferred)) removeImages(readRows(transferred).map(({ docker_image: image }) => String(image)));
  }
  return results;
}
