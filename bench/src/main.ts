import { parseArgs } from "node:util";
import { runtimeBench } from "./runtime/runtime-bench.ts";

const usage = `usage: pnpm bench runtime [--containers N[,N...]] [--seconds S] [--rounds R] [--image NAME] [--json]

  runtime    commands per second through @swe/runtime-docker, beside docker exec, the engine's API and the floor

  --containers   sizes to measure (default 1,16,64)
  --seconds      time per way and round (default 2)
  --rounds       rounds; medians are reported (default 3)
  --image        image with bash (default swe-sample-base:1; scripts/base-image base builds it)
  --json         end with one line of JSON for the largest size`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    containers: { type: "string", default: "1,16,64" },
    seconds: { type: "string", default: "2" },
    rounds: { type: "string", default: "3" },
    image: { type: "string", default: "swe-sample-base:1" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help || positionals[0] !== "runtime") {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  await runtimeBench({
    sizes: values.containers.split(",").map(Number),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    image: values.image,
    json: values.json,
  });
}
