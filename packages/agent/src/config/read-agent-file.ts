import { InputError } from "@swe/core";
import { parse } from "yaml";
import { z } from "zod";

const limit = z.number().min(0).nullish();
const text = z.string().nullish();

/** A file of mini-swe-agent, either generation. */
const miniFile = z.looseObject({
  agent: z.looseObject({
    system_template: text,
    instance_template: text,
    action_observation_template: text,
    format_error_template: text,
    timeout_template: text,
    action_regex: text,
    step_limit: limit,
    cost_limit: limit,
    wall_time_limit_seconds: limit,
  }),
  environment: z.looseObject({ timeout: limit, env: z.record(z.string(), z.coerce.string()).nullish(), cwd: text }).nullish(),
  model: z.looseObject({ observation_template: text, format_error_template: text, action_regex: text, model_class: text }).nullish(),
});

/** A file of R2E-Gym and its descendants. */
const r2egymFile = z.looseObject({
  system_prompt: text,
  instance_prompt: text,
  command_files: z.array(z.string()).nullish(),
  action_observation_template: text,
  format_error_template: text,
  other_args: z
    .looseObject({
      max_retries: z.int().min(0).nullish(),
      timeout: z.number().positive().nullish(),
      disable_normalize_response: z.boolean().nullish(),
    })
    .nullish(),
});

export type MiniFile = z.infer<typeof miniFile>;
export type R2egymFile = z.infer<typeof r2egymFile>;
export type AgentFile = { readonly kind: "mini"; readonly file: MiniFile } | { readonly kind: "r2egym"; readonly file: R2egymFile };

/** Parses and checks an agent file; `source` is what messages call it. */
export function readAgentFile(yaml: string, source: string): AgentFile {
  let value: unknown;
  try {
    value = parse(yaml);
  } catch (cause) {
    throw new InputError({ message: `${source} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, cause });
  }
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (keys.includes("agent")) return { kind: "mini", file: check(miniFile, value, source) };
  if (keys.some((key) => key in r2egymFile.shape)) return { kind: "r2egym", file: check(r2egymFile, value, source) };
  throw new InputError({
    message: `${source} is not an agent file: it has neither "agent" nor "system_prompt" at its top level.`,
    remedy: "Give a YAML file of mini-swe-agent or of R2E-Gym.",
  });
}

function check<T>(schema: z.ZodType<T>, value: unknown, source: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new InputError({ message: `${source}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong value"}.` });
}
