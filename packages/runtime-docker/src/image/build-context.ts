import { packTar } from "modern-tar";

/** A tar archive of the Dockerfile and further files, in memory. Times and owners are fixed, so that equal content hits the build cache. */
export function buildContext(dockerfile: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const contents: (readonly [string, string | Uint8Array])[] = [...Object.entries(files), ["Dockerfile", dockerfile]];
  return packTar(
    contents.map(([name, content]) => {
      const body = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return { header: { name, size: body.length, type: "file", mode: 0o644, mtime: new Date(0) }, body };
    }),
  );
}
