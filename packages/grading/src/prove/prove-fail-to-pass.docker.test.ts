import { afterAll, beforeAll, expect, it } from "vitest";
import { evalScript, goldPatch, instance, openCalculator, pytest, type Calculator } from "../../test/calculator.ts";
import type { ProveOptions } from "./proof.ts";
import { proveFailToPass } from "./prove-fail-to-pass.ts";

let calculator: Calculator;

beforeAll(async () => {
  calculator = await openCalculator("prove");
});
afterAll(async () => {
  await calculator[Symbol.asyncDispose]();
});

const prove = (script: string, more: Partial<ProveOptions> = {}): ReturnType<typeof proveFailToPass> => {
  const { provider, image } = calculator;
  return proveFailToPass({ provider, image, instance: { ...instance, evalScript: script }, network: "none", timeoutMs: 60_000, ...more });
};

it("proves an environment and lists what the fix does to the tests", async () => {
  const proof = await prove(evalScript(pytest), { network: "auto" });
  expect(proof).toMatchObject({
    ok: true,
    reason: "proved",
    network: "none",
    evidence: "tests",
    failToPass: instance.failToPass,
    passToPass: instance.passToPass,
  });
  expect(proof.after).toHaveLength(2);
  expect(proof.before?.marker.exitCode).toBe(1);
});

it("refuses tests that pass without the fix, unless only the pass is asked for", async () => {
  const vacuous = evalScript("true");
  expect(await prove(vacuous)).toMatchObject({ ok: false, reason: "passes_without_patch" });
  expect(await prove(vacuous, { validate: "pass", repeat: 1 })).toMatchObject({ ok: true, before: undefined, evidence: "exit_code_only" });
});

it("takes a time-out without the fix for a failure, and one with it for the verdict", async () => {
  const hangs = evalScript("grep -q 'number / 2' half.py || sleep 600");
  expect(await prove(hangs, { timeoutMs: 4000, repeat: 1 })).toMatchObject({ ok: true, before: { timedOut: true } });
  expect(await prove(evalScript("sleep 600"), { timeoutMs: 1500 })).toMatchObject({ ok: false, reason: "timeout", before: undefined });
});

it("takes a time-out of the repetition for one, not for flaky tests", async () => {
  const { provider } = calculator;
  let made = 0;
  // The third run is the repetition: with the fix, without it, with it.
  const slowInTheEnd: ProveOptions["provider"] = {
    ...provider,
    create: (options) => provider.create({ ...options, env: { ...options.env, SLOW: ++made === 3 ? "1" : "" } }),
  };
  const proof = await prove(evalScript(`[ -z "$SLOW" ] || sleep 600; ${pytest}`), { provider: slowInTheEnd, timeoutMs: 6000 });
  expect(proof).toMatchObject({ ok: false, reason: "timeout" });
});

it("sees that runs disagree", async () => {
  const flaky = evalScript("grep -q 'number / 2' half.py && [ $(($(od -An -N1 -tu1 /dev/urandom) % 4)) != 0 ]");
  const reasons = new Set<string>();
  for (let count = 0; count < 10 && !reasons.has("flaky"); count++) reasons.add((await prove(flaky, { repeat: 12 })).reason);
  expect(reasons).toContain("flaky");
});

it.each([
  ["a gold patch of something else", goldPatch.replaceAll("half.py", "other.py"), evalScript(pytest), "gold_not_applied"],
  ["a script without a marker", goldPatch, "true", "no_marker"],
  ["tests that the fix does not satisfy", goldPatch.replace("number / 2", "0"), evalScript(pytest), "tests_failed"],
])("names the reason for %s", async (_, patch, script, reason) => {
  expect(await prove(script, { instance: { ...instance, patch, evalScript: script } })).toMatchObject({ ok: false, reason });
});
