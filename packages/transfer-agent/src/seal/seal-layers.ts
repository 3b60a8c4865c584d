import { sealScript } from "./seal-script.ts";

const begin = "# --- sealing layers: nothing later than the base commit stays within reach ---";
const end = "# --- end of the sealing layers ---";

/** The Dockerfile with sealing layers behind it. Layers from an earlier sealing are replaced. */
export function withSealLayers(dockerfile: string, baseCommit: string | undefined): string {
  const body = withoutOpenEnd(withoutSealLayers(dockerfile));
  const user = lastUser(body);
  return [
    body,
    "",
    begin,
    'SHELL ["/bin/sh", "-c"]',
    "USER root",
    "WORKDIR /testbed",
    `RUN ${sealScript({ baseCommit }).join(`; ${escapeCharacter(body)}\n    `)}`,
    ...(user === undefined ? [] : [`USER ${user}`]),
    end,
    "",
  ].join("\n");
}

/** An instruction that ends with the continuation character at the end of the file would swallow the first layer. */
function withoutOpenEnd(dockerfile: string): string {
  const lines = dockerfile.trimEnd().split("\n");
  const last = lines.findLastIndex((line) => /^\s*[^\s#]/.test(line));
  const text = lines[last]?.trimEnd();
  const escape = escapeCharacter(dockerfile);
  if (text?.endsWith(escape) === true) lines[last] = text.slice(0, -escape.length).trimEnd();
  return lines.join("\n");
}

export function withoutSealLayers(dockerfile: string): string {
  const from = dockerfile.indexOf(begin);
  if (from === -1) return dockerfile;
  const to = dockerfile.indexOf(end, from);
  const rest = to === -1 ? "" : dockerfile.slice(to + end.length).replace(/^\n/, "");
  return withoutSealLayers(`${dockerfile.slice(0, from).trimEnd()}\n${rest}`);
}

/** Whether a build that failed had reached the sealing layers. */
export function failedWhileSealing(buildLog: string): boolean {
  // Whole lines: the builder prints the script itself as well. BuildKit puts step and time in front.
  const printed = (line: string): boolean => new RegExp(`^(?:#\\d+ [\\d.]+ )?seal: ${line}\\r?$`, "m").test(buildLog);
  return printed("start") && !printed("done");
}

/** A parser directive at the very top may change the character that continues a line. */
function escapeCharacter(dockerfile: string): string {
  for (const line of dockerfile.split("\n")) {
    const directive = /^#\s*([a-z]+)\s*=\s*(.*)$/i.exec(line.trim());
    if (directive === null) return "\\";
    if (directive[1]?.toLowerCase() === "escape" && directive[2] !== undefined) return directive[2].trim();
  }
  return "\\";
}

/** USER of the last stage, unless that is root already. */
function lastUser(dockerfile: string): string | undefined {
  const stage = dockerfile.split(/^\s*FROM\s/im).at(-1) ?? "";
  const user = [...stage.matchAll(/^\s*USER\s+(\S+)\s*$/gim)].at(-1)?.[1];
  return user === undefined || /^(?:root|0)(?::|$)/.test(user) ? undefined : user;
}
