import { InputError } from "@swe/core";
import type { Environment } from "minijinja-js";

export type TemplateValues = Readonly<Record<string, unknown>>;

/** A text with holes. */
export interface Template {
  readonly source: string;
  render(values: TemplateValues): string;
}

/** Steps that one rendering may take, so that a template cannot loop for ever. */
const fuel = 10_000_000;

let environment: Promise<Environment> | undefined;

/** The Jinja engine with Python's string and list methods; loaded at the first use, since it is WebAssembly of some size. */
async function loadEnvironment(): Promise<Environment> {
  const module = await import("minijinja-js");
  const created = new module.Environment();
  created.enablePyCompat();
  created.undefinedBehavior = "chainable";
  created.fuel = fuel;
  return created;
}

/**
 * Compiles a Jinja2 template. Names that are not known render as nothing.
 *
 * @throws {@link InputError} naming `where` when it does not render with `sample`
 */
export async function compileTemplate(source: string, where: string, sample: TemplateValues): Promise<Template> {
  const engine = await (environment ??= loadEnvironment());
  const render = (values: TemplateValues): string => engine.renderStr(source, values);
  try {
    render(sample);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError({
      message: `${where} is not a template that can be rendered: ${reason}.`,
      remedy: "Correct the Jinja2 syntax.",
      cause,
    });
  }
  return { source, render };
}
