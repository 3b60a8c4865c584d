import { describeError } from "@swe/core";
import type { AttemptTask, ImageStore } from "@swe/eval";
import type { Reporter } from "./create-reporter.ts";

/** Makes all images available. One that cannot be had is a warning here, and its attempts end as infrastructure failures. */
export async function prepullImages(
  tasks: readonly AttemptTask[],
  images: ImageStore,
  reporter: Reporter,
  abortSignal: AbortSignal,
): Promise<void> {
  const ensure = async ({ image }: AttemptTask): Promise<void> => {
    try {
      await images.ensure(image, { abortSignal });
    } catch (error) {
      abortSignal.throwIfAborted();
      reporter.warn(`${image.image} is not available: ${describeError(error)}`);
    }
  };
  await Promise.all(tasks.map(ensure));
}
