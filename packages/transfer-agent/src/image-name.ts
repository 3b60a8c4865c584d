import { createHash } from "node:crypto";

/**
 * Name of an instance's image, without a tag: `<id in lower case, / and : replaced by ->_swefactory_root`.
 * An id with characters that an image name cannot have gets a short hash, so that two ids never share an image.
 */
export function imageNameFor(instanceId: string): string {
  const name = instanceId.toLowerCase().replaceAll(/[/:]/g, "-");
  if (/^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/.test(name)) return `${name}_swefactory_root`;
  const cleaned = name.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const hash = createHash("sha256").update(instanceId).digest("hex").slice(0, 8);
  return `${cleaned === "" ? "instance" : cleaned}-${hash}_swefactory_root`;
}
