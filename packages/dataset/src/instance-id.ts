const safeId = /^[A-Za-z0-9]+(?:(?:\.|__?|-+)[A-Za-z0-9]+)*$/;
const maxLength = 200;

/**
 * Why an id cannot be a folder name and part of an image tag; undefined when it can. Ids become folders beside the report
 * files and, in lower case, image names: letters and digits with single `.`, one or two `_`, or any number of `-` between them.
 */
export function whyUnsafeId(instanceId: string): string | undefined {
  if (instanceId.length > maxLength) return `is longer than ${maxLength} characters`;
  if (/\.(?:jsonl?|lock|tmp)$/i.test(instanceId)) return "looks like the name of a report file";
  if (safeId.test(instanceId)) return undefined;
  if (instanceId === "") return "is empty";
  const odd = /[^A-Za-z0-9._-]/u.exec(instanceId);
  if (odd !== null) return `holds ${JSON.stringify(odd[0])}, which is not safe in a path or an image tag`;
  return 'is not safe in a path or an image tag: separators must stand singly (or as "__", "--") between letters or digits';
}
