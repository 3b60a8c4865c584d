import type { PromptContext } from "../contracts/scaffold.ts";
import { fillPlaceholders, isJinja, placeholdersToJinja } from "./fill-placeholders.ts";
import { promptValues, samplePromptValues } from "./prompt-values.ts";
import { compileTemplate } from "./template.ts";

export type Prompt = (context: PromptContext) => string;

/** A prompt in Jinja2. */
export async function compileJinjaPrompt(source: string, where: string): Promise<Prompt> {
  const template = await compileTemplate(source, where, samplePromptValues);
  return (context) => template.render(promptValues(context));
}

/** A prompt with `{name}` placeholders, with Jinja2 expressions, or with both. */
export async function compilePlaceholderPrompt(source: string, where: string): Promise<Prompt> {
  const names = Object.keys(samplePromptValues);
  if (isJinja(source, names)) return compileJinjaPrompt(placeholdersToJinja(source, names), where);
  return (context) => {
    const values = Object.entries(promptValues(context)).map(([name, value]) => [name, String(value)] as const);
    return fillPlaceholders(source, Object.fromEntries(values));
  };
}
