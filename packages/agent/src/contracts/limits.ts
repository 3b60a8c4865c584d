/** Limits of one run. `Infinity` switches a limit off, except where another value is named. */
export interface AgentLimits {
  /** Soft limit: from here on every message demands to submit now. @default 40 */
  readonly maxSteps: number;
  /** Hard limit: the run ends after this many steps. @default 50 */
  readonly maxStepsAbsolute: number;
  /** Tokens of the whole conversation, the newest observation included. @default 65536 */
  readonly maxConversationTokens: number;
  /** One action, in milliseconds; its processes are killed then. @default 90000 */
  readonly actionTimeoutMs: number;
  /** One model call with its retries, in milliseconds. @default 7200000 */
  readonly modelTimeoutMs: number;
  /** The whole run, in milliseconds; a call or command in flight is cancelled then. @default 50000000 */
  readonly totalTimeoutMs: number;
  /** US dollars; checked before each call, so the last call may exceed it. @default Infinity */
  readonly maxCost: number;
  /** Replies in a row that hold no runnable call. 0 = no limit. @default 10 */
  readonly maxConsecutiveFormatErrors: number;
}

export const defaultLimits: AgentLimits = {
  maxSteps: 40,
  maxStepsAbsolute: 50,
  maxConversationTokens: 65_536,
  actionTimeoutMs: 90_000,
  modelTimeoutMs: 7_200_000,
  totalTimeoutMs: 50_000_000,
  maxCost: Infinity,
  maxConsecutiveFormatErrors: 10,
};

/** Later settings win; undefined fields are skipped. */
export function mergeLimits(...layers: readonly (Partial<AgentLimits> | undefined)[]): AgentLimits {
  const merged: Record<string, number> = { ...defaultLimits };
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) {
      if (typeof value === "number") merged[name] = value;
    }
  }
  return merged as unknown as AgentLimits;
}
