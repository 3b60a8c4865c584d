import type { SandboxLimits } from "@swe/core";

/** Options of a transfer, each with a default. */
export interface TransferSettings {
  /** Tries that the model gets. The untouched baseline is tried first and does not count. @default 5 */
  readonly maxIterations?: number | undefined;
  /** Limit of one run of the eval script, in milliseconds. An instance that exceeds it fails at once. @default 300000 */
  readonly evalTimeoutMs?: number | undefined;
  /** Limit of one image build, in milliseconds. @default 3600000 */
  readonly buildTimeoutMs?: number | undefined;
  /** Limit of one model call with its retries, in milliseconds. @default 600000 */
  readonly modelTimeoutMs?: number | undefined;
  /** Largest staged diff of the untouched tree. @default 50000 */
  readonly maxPatchChars?: number | undefined;
  /** Drafts that an iteration may make before it fails without a build. Minimum: 1. @default 2 */
  readonly selfCheckMaxRevisions?: number | undefined;
  /** Ask the model even when the baseline might pass as it is. @default false */
  readonly alwaysDraft?: boolean | undefined;
  /** `f2p`: the script must fail without the gold patch and pass with it. `pass`: it must pass with it. @default "f2p" */
  readonly validate?: "f2p" | "pass" | undefined;
  /** `auto` tries without a network first, then with one. @default "auto" */
  readonly network?: "auto" | "none" | "bridge" | undefined;
  /** How often the passing run is made; runs that disagree fail the instance. @default 2 */
  readonly repeatEval?: number | undefined;
  /** @default the provider's own */
  readonly temperature?: number | undefined;
  /** Limits of the containers that check and prove. */
  readonly limits?: SandboxLimits | undefined;
  /** `REGISTRY/PREFIX` to push finished images under. @default no push */
  readonly push?: string | undefined;
  /** Folder to write finished images to as tarballs; must exist. @default none */
  readonly save?: string | undefined;
}

type Defaulted = Exclude<keyof TransferSettings, "temperature" | "limits" | "push" | "save">;

/** Settings with every default filled in. */
export type ResolvedSettings = { readonly [K in Defaulted]-?: NonNullable<TransferSettings[K]> } & Pick<
  TransferSettings,
  "temperature" | "limits" | "push" | "save"
>;

/** Containers end by themselves after this long unless the eval script may take longer. */
const lifetimeMs = 7_200_000;

export function resolveSettings(settings: TransferSettings): ResolvedSettings {
  const evalTimeoutMs = settings.evalTimeoutMs ?? 300_000;
  return {
    maxIterations: settings.maxIterations ?? 5,
    evalTimeoutMs,
    buildTimeoutMs: settings.buildTimeoutMs ?? 3_600_000,
    modelTimeoutMs: settings.modelTimeoutMs ?? 600_000,
    maxPatchChars: settings.maxPatchChars ?? 50_000,
    selfCheckMaxRevisions: Math.max(1, settings.selfCheckMaxRevisions ?? 2),
    alwaysDraft: settings.alwaysDraft ?? false,
    validate: settings.validate ?? "f2p",
    network: settings.network ?? "auto",
    repeatEval: Math.max(1, settings.repeatEval ?? 2),
    temperature: settings.temperature,
    limits: { lifetimeMs: Math.max(lifetimeMs, evalTimeoutMs + 600_000), ...settings.limits },
    push: settings.push,
    save: settings.save,
  };
}
