#!/usr/bin/env node
import { runCli } from "./cli.ts";

// Whoever read the output is gone (`| head`) or its disk is full: stop as when the terminal is closed, rather than crash and leave containers.
for (const stream of [process.stdout, process.stderr]) {
  stream.once("error", () => {
    stream.on("error", () => undefined);
    process.emit("SIGHUP", "SIGHUP");
  });
}

// The one place that ends the process. Setting the code lets pending output drain; the timer is for handles that hang.
process.exitCode = await runCli({
  argv: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
});
setTimeout(() => process.exit(), 2000).unref();
