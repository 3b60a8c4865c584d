import type { SandboxProvider } from "@swe/core";

export interface FinishImageOptions {
  readonly provider: SandboxProvider;
  /** Image of the try that passed. */
  readonly from: string;
  /** Name that the dataset refers to. */
  readonly image: string;
}

/** Gives the image its final name. The image that had it before is removed unless something else still uses it. */
export async function finishImage({ provider, from, image }: FinishImageOptions): Promise<void> {
  const [before, now] = [await provider.inspectImage(image), await provider.inspectImage(from)];
  await provider.tagImage(from, image);
  if (before === null || before.imageId === now?.imageId) return;
  const left = await provider.inspectImage(before.imageId);
  if (left === null || left.tags.length > 0) return;
  // A container may still run from it; then the sweep of a later run takes it.
  await provider.removeImage(before.imageId).catch(() => undefined);
}
