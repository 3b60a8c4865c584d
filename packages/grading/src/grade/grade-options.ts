import type { Instance, Ownership, SandboxHandle, SandboxLimits, SandboxProvider } from "@swe/core";
import type { Expectations } from "../verdict/expectations.ts";
import type { Slots } from "./slots.ts";

/** What an instance has to bring to be graded. */
export type GradableInstance = Pick<Instance, "instanceId" | "evalScript" | "network"> &
  Partial<Pick<Instance, "patch" | "testPatch" | "failToPass" | "passToPass">> &
  Pick<Expectations, "evidence" | "expectedOutput">;

/** How far a pass is confirmed: not at all, by a run with the base's test infrastructure, or also by a test that must fail. */
export type ConfirmLevel = "none" | "infra" | "full";

/** Options of {@link gradePatch}. */
export interface GradePatchOptions {
  readonly provider: SandboxProvider;
  readonly image: string;
  readonly instance: GradableInstance;
  /** Exact bytes; empty or blank = the agent changed nothing. */
  readonly patch: Uint8Array;
  /** `captured` patches are ours and must apply exactly; `foreign` ones may be merged in. @default "captured" */
  readonly patchOrigin?: "captured" | "foreign" | undefined;
  /** @default "full" */
  readonly confirm?: ConfirmLevel | undefined;
  /** Limit of one run of the eval script; a run that confirms a pass may take twice as long. @default 300_000 */
  readonly timeoutMs?: number | undefined;
  /** Bounds how many containers grade at once. @default no bound */
  readonly slots?: Slots | undefined;
  /** A container that is ready for the first run; see {@link prewarmGrader}. Stopped here in any case. */
  readonly prewarmed?: Promise<SandboxHandle> | undefined;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
  readonly limits?: SandboxLimits | undefined;
  readonly owner?: Ownership | undefined;
  /** Stops the containers; the call rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}
