/** Names of the groups around a line, kept by indentation. */
export class Nesting {
  #open: { readonly indent: number; readonly name: string }[] = [];

  /** Opens a group; groups at the same or a deeper indentation end. */
  enter(indent: number, name: string): void {
    this.#close(indent);
    this.#open.push({ indent, name });
  }

  /** The path of something at this indentation: names of the groups around it and its own. */
  path(indent: number, name: string, separator: string = " > "): string {
    this.#close(indent);
    return [...this.#open.map((group) => group.name), name].join(separator);
  }

  clear(): void {
    this.#open = [];
  }

  #close(indent: number): void {
    this.#open = this.#open.filter((group) => group.indent < indent);
  }
}
