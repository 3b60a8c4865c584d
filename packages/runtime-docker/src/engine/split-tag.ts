/** `host:5000/name:tag` into its name and tag; a colon before the last slash belongs to the host. */
export function splitTag(name: string): { readonly repo: string; readonly tag: string } {
  const colon = name.lastIndexOf(":");
  if (colon > name.lastIndexOf("/")) return { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
  return { repo: name, tag: "latest" };
}
