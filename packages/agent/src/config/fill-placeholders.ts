/**
 * Fills `{name}` for the names given, in one pass, so that what is put in is never read again. Doubled braces become single ones where the
 * text is a Python format string, that is, where it has no other braces than these.
 */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  const isFormatString = !/[{}]/.test(text.replace(/\{\{|\}\}|\{\w+\}/g, ""));
  return text.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return isFormatString ? whole.charAt(0) : whole;
    return Object.hasOwn(values, name) ? (values[name] ?? whole) : whole;
  });
}

/** Whether a text is meant for Jinja: it has a statement, or an expression over one of these names. */
export function isJinja(text: string, names: readonly string[]): boolean {
  if (text.includes("{%")) return true;
  return Array.from(text.matchAll(/\{\{-?\s*([a-z_]\w*)/g)).some((match) => names.includes(match[1] ?? ""));
}

/** `{name}` placeholders of these names as Jinja expressions. */
export function placeholdersToJinja(text: string, names: readonly string[]): string {
  return text.replace(/(?<!\{)\{(\w+)\}(?!\})/g, (whole: string, name: string) => (names.includes(name) ? `{{ ${name} }}` : whole));
}
