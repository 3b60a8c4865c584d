import { redact } from "./redact.ts";
import { TransientFailure } from "./transient-failure.ts";

export type FetchFunction = (input: string, init: RequestInit) => Promise<Response>;

interface WireFetchSettings {
  readonly fetch?: FetchFunction | undefined;
  /** Headers that carry the key. None of these names is taken from the SDK. */
  readonly auth: Readonly<Record<string, string>>;
  /** Taken out of every answer, in case a server echoes what it was sent. */
  readonly secrets: readonly string[];
  /** @default 64 MiB */
  readonly maxAnswerBytes?: number | undefined;
  readonly proxy?: ProxySettings | undefined;
}

/** Forwarding proxies, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them. */
export interface ProxySettings {
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

const allowedHeaders = /^(accept|content-type|user-agent|anthropic-(version|beta)|x-stainless-.*)$/;

/**
 * The fetch that both SDKs are given. It reads the whole body before it resolves, so that an abort or a cut connection is seen
 * in one place; it never follows redirects, which would carry the key elsewhere; and it alone puts in the key, since the SDKs
 * merge headers from the environment.
 */
export function createWireFetch(settings: WireFetchSettings): typeof globalThis.fetch {
  const { auth, secrets, maxAnswerBytes = 64 * 1024 * 1024 } = settings;
  let send: Promise<FetchFunction> | undefined;
  return async (input, init = {}) => {
    const harmless = [...new Headers(init.headers)].filter(([name]) => allowedHeaders.test(name));
    const headers = new Headers([...harmless, ...Object.entries(auth)]);
    send ??= settings.fetch === undefined ? loadPatientFetch(settings.proxy) : Promise.resolve(settings.fetch);
    const response = await (await send)(input instanceof Request ? input.url : input.toString(), { ...init, headers, redirect: "manual" });
    const text = redact(await readText(response, maxAnswerBytes), secrets);
    const kept = new Headers();
    for (const name of ["content-type", "retry-after", "retry-after-ms", "x-request-id", "request-id"]) {
      const value = response.headers.get(name);
      if (value !== null) kept.set(name, value);
    }
    if (response.status >= 300 && response.status < 400) return redirected(response);
    return new Response(response.status === 204 ? null : text, { status: response.status, headers: kept });
  };
}

function redirected(response: Response): Response {
  const body = {
    error: { message: `The server redirects to ${response.headers.get("location") ?? "another address"}; use that address.` },
  };
  return Response.json(body, { status: 421 });
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TransientFailure({ kind: "malformed_answer", message: `The answer is larger than ${maxBytes} bytes.` });
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join("");
}

/** Node's own fetch gives up when no header came for five minutes; a slow model may think for longer. Limits are ours alone. */
async function loadPatientFetch(proxy: ProxySettings | undefined): Promise<FetchFunction> {
  const { Agent, EnvHttpProxyAgent, fetch } = await import("undici");
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  // An empty text keeps it from looking into the environment.
  const dispatcher =
    proxy === undefined
      ? new Agent(limits)
      : new EnvHttpProxyAgent({
          httpProxy: proxy.httpProxy ?? "",
          httpsProxy: proxy.httpsProxy ?? "",
          noProxy: proxy.noProxy ?? "",
          ...limits,
        });
  return (input, init) => fetch(input, { ...(init as object), dispatcher }) as unknown as Promise<Response>;
}
