/** `text` without any of the secrets, also in the forms they take inside JSON and URLs. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    // A secret of a few characters ("none", "EMPTY") is a placeholder and would tear holes into ordinary words.
    if (secret.length < 8) continue;
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) {
      clean = clean.replaceAll(form, "[redacted]");
    }
  }
  return clean;
}
