/** Calls `onMessage` with each JSON value of a stream of JSON lines. Rejects when the stream breaks. */
export async function readMessages(
  stream: NodeJS.ReadableStream,
  onMessage: (message: Readonly<Record<string, unknown>>) => void,
): Promise<void> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) {
    rest += String(chunk);
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      deliver(rest.slice(0, end), onMessage);
      rest = rest.slice(end + 1);
    }
  }
  deliver(rest, onMessage);
}

function deliver(line: string, onMessage: (message: Readonly<Record<string, unknown>>) => void): void {
  if (line.trim() === "") return;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return; // A proxy's own text between the engine's messages.
  }
  if (typeof value === "object" && value !== null) onMessage(value as Readonly<Record<string, unknown>>);
}
