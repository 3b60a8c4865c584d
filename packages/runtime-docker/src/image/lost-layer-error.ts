import { EngineUnavailableError } from "@swe/core";

/**
 * A cached layer was removed, with an image of somebody else's, while a build was using it: the engine does not keep the two apart.
 * The Dockerfile is not at fault, and building again helps.
 */
export class LostLayerError extends EngineUnavailableError {}

/** Whether the engine's words about a build, or about removing an image, mean that. */
export function isLostLayer(text: string): boolean {
  // A failed step is told with its command, which may hold any words.
  if (/returned a non-zero code|did not complete successfully/i.test(text)) return false;
  return /failed to get digest sha256:|unrecognized image ID|no such image: sha256:|unknown parent image|layer does not exist/i.test(text);
}
