import { EngineError, ImageNotFoundError } from "@swe/core";
import type { Engine } from "../engine/engine.ts";
import { splitTag } from "../engine/split-tag.ts";

/** Pushes under exactly this name; yields the name with the digest that the registry gave. */
export async function pushImage(engine: Engine, tag: string, abortSignal: AbortSignal | undefined): Promise<{ readonly digest: string }> {
  if ((await engine.inspectImage(tag, { abortSignal })) === null) {
    throw new ImageNotFoundError({
      message: `The engine has no image ${tag} to push.`,
      remedy: "Tag it with that name first.",
      image: tag,
    });
  }
  let failure: string | undefined;
  let digest: string | undefined;
  await engine.push(
    tag,
    (message) => {
      failure ??= message.error;
      digest = message.digest ?? digest;
    },
    { abortSignal },
  );
  if (failure !== undefined) {
    throw new EngineError({
      message: `Pushing ${tag} failed: ${failure.trim()}.`,
      remedy: "Check the name and the login to the registry.",
    });
  }
  if (digest === undefined) throw new EngineError({ message: `The registry gave no digest for ${tag}.`, remedy: "Push again." });
  return { digest: `${splitTag(tag).repo}@${digest}` };
}
