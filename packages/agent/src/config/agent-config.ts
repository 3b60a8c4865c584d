import type { AgentLimits } from "../contracts/limits.ts";
import type { Scaffold } from "../contracts/scaffold.ts";

/** Which system an agent file was written for. */
export type AgentConfigKind = "r2egym" | "mini-swe-agent-1" | "mini-swe-agent-2";

/** Overrides of a scaffold, read from an agent file by `loadAgentConfig`. */
export interface AgentConfig {
  readonly kind: AgentConfigKind;
  /** Limits that the file sets. */
  readonly limits: Partial<AgentLimits>;
  /** Keys that were understood but have no effect here, and the like: for the user to see. */
  readonly warnings: readonly string[];
  /**
   * The scaffold with the file's prompts, templates and tools.
   *
   * @throws `InputError` when the file does not go with the scaffold
   */
  apply(scaffold: Scaffold): Scaffold;
}
