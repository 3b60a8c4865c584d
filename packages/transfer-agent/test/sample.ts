import { readFileSync } from "node:fs";
import type { ChatModel, DatasetEntry } from "@swe/core";
import { parseDataset } from "@swe/dataset";
import { createScriptedModel } from "@swe/testing";

const samples = new URL("../../../samples/", import.meta.url);

/** Rows of the sample dataset under ids of this process: image names follow ids, and others use the same engine. */
export function sampleEntries(...ids: readonly string[]): readonly DatasetEntry[] {
  const rows = JSON.parse(readFileSync(new URL("results.json", samples), "utf8")) as { instance_id: string }[];
  const chosen = ids.map((id) => rows.find((row) => row.instance_id === id));
  return parseDataset(JSON.stringify(chosen.map((row) => ({ ...row, instance_id: privateId(row?.instance_id ?? "") })))).entries;
}

export function privateId(id: string): string {
  return `t${process.pid}-${id}`;
}

export function recordedReplies(id: string): readonly string[] {
  const path = new URL(`recordings/transfer/${id}.json`, samples);
  return (JSON.parse(readFileSync(path, "utf8")) as { replies: { content: string }[] }).replies.map((reply) => reply.content);
}

/** Plays the recordings of the sample, whatever process the ids belong to. */
export function recordedModel(): ChatModel {
  return createScriptedModel(({ context }) => {
    const replies = recordedReplies((context?.instanceId ?? "").replace(/^t\d+-/, ""));
    return replies[context?.callIndex ?? 0] ?? "";
  });
}
