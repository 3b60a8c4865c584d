import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";

export interface TinyRegistry {
  /** `127.0.0.1:PORT`, which every engine speaks plain HTTP to. It holds the image `tiny:1`. */
  readonly host: string;
  readonly digest: string;
  /** Answers the next so many requests for a manifest with "too many requests". */
  refuse(count: number): void;
  manifestRequests(): number;
  pushed(): readonly string[];
  close(): Promise<void>;
}

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** As much of a registry of images as an engine needs to pull one image and push others. */
export async function startTinyRegistry(): Promise<TinyRegistry> {
  const blobs = new Map<string, Uint8Array>();
  const manifests = new Map<string, Uint8Array>();
  const digest = await addTinyImage(blobs, manifests);
  const pushed: string[] = [];
  const uploads = createUploads(blobs);
  let refusals = 0;
  let requests = 0;

  const server = createServer((request, response) => {
    void readBody(request).then((body) => answer(request, body, response));
  });

  function answer(request: IncomingMessage, body: Uint8Array, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://registry");
    const [, name = "", kind = "", reference = ""] = /^\/v2\/(.+?)\/(manifests|blobs)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === "manifests" && request.method !== "PUT") {
      requests += 1;
      if (refusals > 0) {
        refusals -= 1;
        send(response, 429, { errors: [{ code: "TOOMANYREQUESTS", message: "slow down" }] });
        return;
      }
      const manifest = manifests.get(`${name}:${reference}`) ?? manifests.get(reference);
      if (manifest === undefined) send(response, 404, { errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });
      else sendBytes(response, manifest, manifestType, request.method === "HEAD");
    } else if (kind === "manifests") {
      manifests.set(`${name}:${reference}`, body).set(sha256(body), body);
      pushed.push(`${name}:${reference}`);
      response.writeHead(201, { "Docker-Content-Digest": sha256(body) }).end();
    } else if (kind === "blobs" && reference.startsWith("uploads")) {
      uploads.receive(request, url, body, response, name);
    } else if (kind === "blobs") {
      const blob = blobs.get(reference);
      if (blob === undefined) send(response, 404, { errors: [{ code: "BLOB_UNKNOWN", message: "blob unknown" }] });
      else sendBytes(response, blob, "application/octet-stream", request.method === "HEAD");
    } else {
      send(response, 200, {});
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    digest,
    refuse: (count) => {
      refusals = count;
    },
    manifestRequests: () => requests,
    pushed: () => pushed,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Uploads {
  receive(request: IncomingMessage, url: URL, body: Uint8Array, response: ServerResponse, name: string): void;
}

/** Takes a blob in any number of pieces. */
function createUploads(blobs: Map<string, Uint8Array>): Uploads {
  const parts = new Map<string, Uint8Array[]>();
  return {
    receive: (request, url, body, response, name) => {
      const id = request.method === "POST" ? String(parts.size + 1) : (url.pathname.split("/").at(-1) ?? "");
      const received = parts.get(id) ?? [];
      received.push(body);
      parts.set(id, received);
      const whole = Buffer.concat(received);
      const location = { Location: `/v2/${name}/blobs/uploads/${id}`, Range: `0-${Math.max(0, whole.length - 1)}` };
      const digest = url.searchParams.get("digest");
      if (digest !== null) blobs.set(digest, whole);
      response
        .writeHead(digest === null ? 202 : 201, { ...location, ...(digest === null ? {} : { "Docker-Content-Digest": digest }) })
        .end();
    },
  };
}

async function addTinyImage(blobs: Map<string, Uint8Array>, manifests: Map<string, Uint8Array>): Promise<string> {
  const content = Buffer.from(`tiny ${process.pid}\n`);
  const tar = await packTar([
    { header: { name: "tiny", size: content.length, type: "file", mode: 0o644, mtime: new Date(0) }, body: content },
  ]);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({ architecture: "amd64", os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [sha256(tar)] } }),
  );
  blobs.set(sha256(layer), layer).set(sha256(config), config);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: "application/vnd.docker.container.image.v1+json", size: config.length, digest: sha256(config) },
      layers: [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: layer.length, digest: sha256(layer) }],
    }),
  );
  manifests.set("tiny:1", manifest).set(sha256(manifest), manifest);
  return sha256(manifest);
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, value: object): void {
  response
    .writeHead(status, { "Content-Type": "application/json", "Docker-Distribution-Api-Version": "registry/2.0" })
    .end(JSON.stringify(value));
}

function sendBytes(response: ServerResponse, bytes: Uint8Array, type: string, headOnly: boolean): void {
  response.writeHead(200, { "Content-Type": type, "Content-Length": bytes.length, "Docker-Content-Digest": sha256(bytes) });
  response.end(headOnly ? undefined : bytes);
}
