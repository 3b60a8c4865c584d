/** Types that a JSON Schema of one property allows. */
export function typesOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const type = schema["type"];
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type.filter((each) => typeof each === "string");
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (!Array.isArray(choices)) return [];
  return (choices as readonly Readonly<Record<string, unknown>>[]).flatMap(typesOf);
}
