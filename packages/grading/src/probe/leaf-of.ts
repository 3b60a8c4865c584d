/** The name of a test as it stands in its file, from its id. */
export function leafOf(id: string): string {
  return (id.split(/ > |::/).at(-1) ?? id).replace(/ \(.*$|\[.*$/, "");
}
