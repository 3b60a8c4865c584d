import type { JsonValue } from "@swe/core";
import { schemaVersion } from "../record/attempt-record.ts";
import type { RecordedImage, RunConfig } from "../record/run-config.ts";
import type { ExperimentOptions } from "./experiment-options.ts";

export interface CreateRunConfigOptions {
  readonly options: ExperimentOptions;
  /** Of the run that is gone on with. */
  readonly previous: RunConfig | undefined;
  readonly described: Readonly<Record<string, JsonValue>>;
  readonly configHash: string;
}

/** Yields the content of `run_config.json` as it is now: images are added as they are used. */
export function createRunConfig({ options, previous, described, configHash }: CreateRunConfigOptions): () => RunConfig {
  const { services, settings } = options;
  const startedAt = new Date(services.clock.now()).toISOString();
  return () => {
    const used = [...services.images.known].map(([name, { imageId, digests }]): [string, RecordedImage] => [
      name,
      { image_id: imageId, digests },
    ]);
    return {
      schema_version: schemaVersion,
      exp_name: settings.expName,
      config_hash: configHash,
      settings: described,
      invocation: { ...options.invocation, workers: options.workers ?? 1, samples: options.samples ?? 1, instances: options.tasks.length },
      images: { ...previous?.images, ...Object.fromEntries(used) },
      versions: options.versions ?? {},
      created_at: previous?.created_at ?? startedAt,
      updated_at: new Date(services.clock.now()).toISOString(),
    };
  };
}
