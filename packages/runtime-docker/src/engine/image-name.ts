import { InputError } from "@swe/core";

/** Whether an engine could have an image of this name or id: anything else would be taken for a part of its addresses. */
export function isImageName(image: string): boolean {
  return /^[A-Za-z0-9][\w.:@/+-]*$/.test(image) && !image.split("/").some((part) => part === "" || part === "." || part === "..");
}

export function checkImageName(image: string): void {
  if (!isImageName(image)) throw new InputError({ message: `${JSON.stringify(image)} cannot be the name of an image.` });
}
