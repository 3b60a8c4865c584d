import type { Clock, Ownership, SandboxLimits } from "@swe/core";
import type { EngineConnection } from "./engine/connection.ts";
import type { Engine } from "./engine/engine.ts";

/** Something worth telling the user that is no error of a call. */
export type RuntimeEvent =
  | { readonly type: "sandbox-restarted"; readonly id: string; readonly instanceId: string | undefined; readonly reason: string }
  | { readonly type: "channel-reopened"; readonly id: string; readonly instanceId: string | undefined; readonly reason: string }
  | { readonly type: "sandbox-lost"; readonly id: string; readonly instanceId: string | undefined; readonly reason: string }
  | {
      readonly type: "disk-limit";
      readonly id: string;
      readonly instanceId: string | undefined;
      readonly usedBytes: number;
      readonly limitBytes: number;
    }
  | { readonly type: "disk-low"; readonly freeBytes: number; readonly minFreeBytes: number }
  | { readonly type: "pull-retry"; readonly image: string; readonly delayMs: number; readonly reason: string };

export interface DockerProviderOptions {
  /** Where the engine listens. @default the socket /var/run/docker.sock */
  readonly engine?: EngineConnection | undefined;
  /** Whom everything belongs to unless a call says otherwise; written as labels. */
  readonly owner: Ownership;
  /** Limits of a sandbox that its creator does not set. @default 4 GiB, 2 CPUs, 1024 processes, 2 h, 20 GiB of disk */
  readonly limits?: SandboxLimits | undefined;
  /** Short engine calls in flight at once, first come first served; more make an engine slower, not faster. @default 6 */
  readonly maxEngineCalls?: number | undefined;
  /** Image pulls at once. @default 2 */
  readonly maxPulls?: number | undefined;
  /** Limit of one short engine call. @default 120_000 */
  readonly callTimeoutMs?: number | undefined;
  /** Tries after the first when the engine is not there or a registry asks to slow down. @default 4 */
  readonly maxRetries?: number | undefined;
  /** Sandboxes cannot write outside `tmpfs` folders. @default false */
  readonly readOnlyRoot?: boolean | undefined;
  /** Folders in memory, writable by everybody. @default none */
  readonly tmpfs?: readonly string[] | undefined;
  /** Free bytes on the engine's disk under which the sandbox that uses most of it is stopped. @default 2 GiB */
  readonly minFreeDiskBytes?: number | undefined;
  /** How often disk use is looked at. @default 5_000 */
  readonly diskCheckMs?: number | undefined;
  readonly onEvent?: ((event: RuntimeEvent) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** The engine itself instead of a connection to one, for tests. */
  readonly engineClient?: Engine | undefined;
}
