// Run by a test as a driver of its own, to be killed with its sandboxes open.
import { createDockerProvider } from "../../src/index.ts";

const [runId = "", image = ""] = process.argv.slice(2);
const provider = createDockerProvider({ owner: { runId }, limits: { lifetimeMs: 120_000 } });
const sandboxes = await Promise.all([1, 2, 3].map(() => provider.create({ image, workdir: "/" })));
for (const sandbox of sandboxes) void sandbox.run("sleep 1000");
process.stdout.write("ready\n");
