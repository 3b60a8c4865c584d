// Writes samples/results.json anew: node samples/generator/write-results.ts
import { writeFileSync } from "node:fs";

import { makeRows } from "./make-rows.ts";

writeFileSync(new URL("../results.json", import.meta.url), `${JSON.stringify(makeRows(), null, 2)}\n`);
