import { type SandboxHandle, type SandboxLostError, SweError } from "@swe/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeExecContract } from "./contract/describe-exec-contract.ts";
import { describeFilesContract } from "./contract/describe-files-contract.ts";
import { describeRunContract } from "./contract/describe-run-contract.ts";

/**
 * The contract of a sandbox as a suite: every implementation, the in-memory fake included, has to pass it. `create` yields a fresh
 * sandbox whose workdir exists and can be written.
 */
export function describeSandboxContract(name: string, create: () => Promise<SandboxHandle>): void {
  describe(`${name} keeps the sandbox contract`, () => {
    let sandbox: SandboxHandle;
    beforeAll(async () => {
      sandbox = await create();
    });
    afterAll(async () => {
      await sandbox.stop();
    });

    describeRunContract(() => sandbox);
    describeExecContract(() => sandbox);
    describeFilesContract(() => sandbox);

    describe("after stop", () => {
      it("rejects every call as lost, and may be stopped again", async () => {
        const other = await create();
        await other.stop();
        await other.stop();
        const failures = await Promise.all(
          [
            other.run("true"),
            other.exec(["true"]),
            other.readFile("/etc/hostname"),
            other.writeFile("/tmp/x", "x"),
            other.remove("/tmp/x"),
            other.list("/"),
            other.stat("/"),
          ].map((call) =>
            call.then(
              () => undefined,
              (error: unknown) => error,
            ),
          ),
        );
        for (const failure of failures) {
          expect(SweError.isInstance(failure) && failure.code).toBe("sandbox_lost");
          expect((failure as SandboxLostError).sandboxUsable).toBe(false);
        }
      });
    });
  });
}
