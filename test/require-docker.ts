import { execFileSync } from "node:child_process";

/** Stops the Docker tests with a remedy when no engine answers: a missing engine is never a silent skip. */
export default function requireDocker(): void {
  try {
    execFileSync("docker", ["version", "--format", "{{.Server.Version}}"], { stdio: "pipe", timeout: 20_000 });
  } catch (cause) {
    throw new Error("The Docker tests need a running Docker engine. Run ./scripts/setup, or run only `pnpm test:unit`.", { cause });
  }
}
