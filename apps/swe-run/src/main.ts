#!/usr/bin/env node
import { runCli } from "./run-cli.ts";

// Whoever read the output is gone (`| head`) or its disk is full: stop as when the terminal is closed, rather than crash and leave containers.
for (const stream of [process.stdout, process.stderr]) {
  stream.once("error", () => {
    stream.on("error", () => undefined);
    process.emit("SIGHUP", "SIGHUP");
  });
}

const exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt: (callback) => {
    const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
      const listener = (): void => callback(signal);
      process.on(signal, listener);
      return (): void => void process.off(signal, listener);
    });
    return () => listeners.forEach((remove) => remove());
  },
});
// Connections that are kept alive for reuse would hold the process for a while.
process.exit(exitCode);
