import { ModelAuthError } from "@swe/core";

/**
 * Refuses a key that no request header can hold. Left to the HTTP client, it would be tried again and again, and told in full in
 * the client's own error.
 *
 * @throws ModelAuthError naming the variable that holds the key, never the key.
 */
export function checkKey(apiKey: string | undefined, keyVariable: string | undefined): void {
  if (apiKey === undefined || /^[\x20-\x7e\x80-\xff]*$/.test(apiKey)) return;
  throw new ModelAuthError({
    message: `The key in ${keyVariable ?? "apiKey"} holds a line break or another character that no key has.`,
    remedy: "Copy it again, in one line and without quotes or dashes that a text program has put in.",
  });
}
