#!/usr/bin/env node
import { runCli } from "./cli.ts";

// The one place that ends the process. Setting the code lets pending output drain; the timer is for handles that hang.
process.exitCode = await runCli({
  argv: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
});
setTimeout(() => process.exit(), 2000).unref();
