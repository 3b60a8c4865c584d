import type { RequestedCall } from "../contracts/reply.ts";

/** A call in the tag format: how text-mode histories and trajectories write it. */
export function formatTagCall(call: RequestedCall): string {
  const parameters = Object.entries(call.args).map(([key, value]) => `  <parameter=${key}>${formatValue(value)}</parameter>\n`);
  return `<function=${call.tool}>\n${parameters.join("")}</function>`.toWellFormed();
}

function formatValue(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
