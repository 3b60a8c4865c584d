import { proveFailToPass, type GradableInstance } from "@swe/grading";
import type { SandboxHandle, SandboxProvider } from "@swe/core";
import type { Target } from "../case.ts";
import { writeFiles } from "../write-files.ts";

const delimiter = "EOF_114329324912";

async function diffOf(sandbox: SandboxHandle, files: Readonly<Record<string, string>>): Promise<string> {
  const script = `${writeFiles(files)}\ngit add -A && git diff --cached --binary HEAD && git reset -q --hard HEAD`;
  const { exitCode, stdout, output } = await sandbox.run(script);
  if (exitCode !== 0) throw new Error(`The files of a target cannot be made into a patch: ${output}`);
  return stdout;
}

/** The entry that Stage 1 would make of a target: patches, eval script, test lists. */
export async function makeInstance(provider: SandboxProvider, image: string, target: Target): Promise<GradableInstance> {
  await using sandbox = await provider.create({ image });
  const patch = await diffOf(sandbox, target.gold);
  const testPatch = await diffOf(sandbox, target.tests);
  const tests = Object.keys(target.tests).join(" ");
  const evalScript = `#!/bin/bash
set -uxo pipefail
cd /testbed
git checkout HEAD ${tests}
git apply -v - <<'${delimiter}'
${testPatch}${delimiter}
${target.command}
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"
git checkout HEAD ${tests}
`;
  const instance = { instanceId: target.id, evalScript, patch, testPatch, network: "none" as const };
  const proof = await proveFailToPass({ provider, image, instance, network: "none", timeoutMs: 60_000 });
  if (!proof.ok) throw new Error(`${target.id} proves nothing (${proof.reason}): ${proof.after.at(-1)?.log ?? proof.log}`);
  const { failToPass, passToPass, evidence } = proof;
  return { ...instance, failToPass, passToPass, evidence };
}
