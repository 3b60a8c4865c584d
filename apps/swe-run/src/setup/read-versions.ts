import evalManifest from "@swe/eval/package.json" with { type: "json" };
import gradingManifest from "@swe/grading/package.json" with { type: "json" };
import agentManifest from "@swe/agent/package.json" with { type: "json" };
import { version } from "./version.ts";

/** For `run_config.json`: what did the work. */
export function readVersions(): Readonly<Record<string, string>> {
  return {
    "swe-run": version,
    "@swe/agent": agentManifest.version,
    "@swe/eval": evalManifest.version,
    "@swe/grading": gradingManifest.version,
    node: process.version,
  };
}
