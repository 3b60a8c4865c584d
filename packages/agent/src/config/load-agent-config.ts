import type { AgentConfig } from "./agent-config.ts";
import { applyMiniFile } from "./apply-mini-file.ts";
import { applyR2egymFile } from "./apply-r2egym-file.ts";
import { readAgentFile } from "./read-agent-file.ts";

export interface LoadAgentConfigOptions {
  /** What messages call the text, normally the name of its file. @default "The agent file" */
  readonly source?: string | undefined;
}

/**
 * Reads an agent file of mini-swe-agent (both generations) or R2E-Gym as it is. Its prompts, templates, tools and limits
 * take the place of the scaffold's.
 *
 * @throws {@link InputError} when the text is not such a file, or a template in it cannot be rendered
 */
export async function loadAgentConfig(yaml: string, { source = "The agent file" }: LoadAgentConfigOptions = {}): Promise<AgentConfig> {
  const read = readAgentFile(yaml, source);
  return read.kind === "mini" ? applyMiniFile(read.file, source) : applyR2egymFile(read.file, source);
}
