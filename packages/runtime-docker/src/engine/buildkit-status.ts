/** One field of a protobuf message: numbers for varints, bytes for everything with a length; fixed-width fields are skipped. */
type Field = readonly [number: number, value: number | Uint8Array];

/** Reads just enough of the wire format for build status messages; a truncated message ends early. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const type = key % 8;
    if (type === 0) yield [number, varint()];
    else if (type === 2) {
      const length = varint();
      yield [number, bytes.subarray(at, at + length)];
      at += length;
    } else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else return;
  }
}

interface Vertex {
  digest: string;
  name: string;
  cached: boolean;
  started: boolean;
  error: string;
}

const text = (value: number | Uint8Array): string => (typeof value === "number" ? "" : Buffer.from(value).toString());

function vertexOf(bytes: Uint8Array): Vertex {
  const vertex: Vertex = { digest: "", name: "", cached: false, started: false, error: "" };
  for (const [number, value] of fields(bytes)) {
    if (number === 1) vertex.digest = text(value);
    else if (number === 3) vertex.name = text(value);
    else if (number === 4) vertex.cached = value === 1;
    else if (number === 5) vertex.started = true;
    else if (number === 7) vertex.error = text(value);
  }
  return vertex;
}

/** Turns BuildKit's status messages of one build into a log like the classic builder's: each step once, and what it printed. */
export function createBuildKitLog(): (message: Uint8Array) => string {
  const seen = new Set<string>();
  const once = (key: string, line: string): string => {
    if (seen.has(key)) return "";
    seen.add(key);
    return line;
  };
  return (message) => {
    let log = "";
    for (const [number, value] of fields(message)) {
      if (typeof value === "number") continue;
      if (number === 1) {
        const { digest, name, cached, started, error } = vertexOf(value);
        if (started) log += once(`${digest} started`, `Step ${name}\n`);
        if (cached) log += once(`${digest} cached`, ` ---> Using cache for ${name}\n`);
        if (error !== "") log += once(`${digest} error`, `${error}\n`);
      } else if (number === 3) {
        for (const [part, content] of fields(value)) if (part === 4) log += text(content);
      }
    }
    return log;
  };
}
