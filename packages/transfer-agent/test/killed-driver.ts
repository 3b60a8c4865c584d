// Transfers a dozen instances on the fake engine and is killed after the given number of milliseconds.
// Usage: node --conditions=@swe/source killed-driver.ts OUTPUT [KILL_AFTER_MS]
import { setTimeout as delay } from "node:timers/promises";
import { createScriptedModel } from "@swe/testing";
import { transferDataset } from "../src/index.ts";
import { createFakeEngine } from "./fake-engine.ts";
import { fakeProver } from "./fake-prover.ts";
import { makeEntry } from "./make-entry.ts";

const [outputFolder = "", killAfterMs] = process.argv.slice(2);
const words = ["", "HANG", "", "NESTED", "VACUOUS", ""];
const entries = Array.from({ length: 12 }, (_, index) => {
  const word = words[index % words.length] ?? "";
  return makeEntry({ id: `made__up-${index}`, ...(word === "NESTED" ? { dockerfile: word } : { script: word }) });
});
const replies = [{ dockerfile: "FROM base:1\nRUN right\n" }, { needs_revision: false }, { eval_script: "<None>" }];
const model = createScriptedModel(({ context }) => JSON.stringify(replies[(context?.callIndex ?? 0) % replies.length]));
const provider = createFakeEngine({ onBuild: () => delay(15) });

if (killAfterMs !== undefined) setTimeout(() => process.kill(process.pid, "SIGKILL"), Number(killAfterMs));
const report = await transferDataset({ entries, inputFile: "rows.json", outputFolder, model, provider, prover: fakeProver });
process.stdout.write(JSON.stringify(report.summary));
