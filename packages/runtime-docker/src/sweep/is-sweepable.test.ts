import { expect, it, vi } from "vitest";
import { ownerLabels, packedOwnerLabel } from "../container/labels.ts";
import { type OwnerIdentity, ownIdentity } from "../container/owner-identity.ts";
import { isSweepable, uselessName } from "./sweep.ts";

const self = ownIdentity();
const now = 1_800_000_000_000;
const labelsOf = (identity: Partial<OwnerIdentity>, deadlineMs: number | undefined = now + 1000): Record<string, string> =>
  ownerLabels({ runId: "r" }, { ...self, ...identity }, deadlineMs);

it("spares what a living process owns, even past its deadline", () => {
  expect(isSweepable(labelsOf({}), self, now)).toBe(false);
  expect(isSweepable(labelsOf({}, now - 1e9), self, now)).toBe(false);
});

it("takes what a dead process of this host left, at once", () => {
  expect(isSweepable(labelsOf({ pid: 2 ** 22 + 1 }), self, now)).toBe(true);
  expect(isSweepable(labelsOf({ startTime: "1" }), self, now), "the pid was used again").toBe(true);
});

it("asks for a process that cannot be looked at in another way", () => {
  const blind = { ...self, startTime: "" };
  const gone = labelsOf({ pid: 2 ** 22 + 1, startTime: "" });
  expect(isSweepable(labelsOf({ startTime: "" }), blind, now), "no /proc, alive").toBe(false);
  expect(isSweepable(gone, blind, now), "no /proc, dead").toBe(true);
  vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("not permitted"), { code: "EPERM" });
  });
  expect(isSweepable(labelsOf({ pid: 2 ** 22 + 1 }), self, now), "another user's, hidden").toBe(false);
});

it.each([{ host: "elsewhere" }, { bootId: "other boot" }, { pidNamespace: "pid:[1]" }])("waits for the deadline of %j", (identity) => {
  expect(isSweepable(labelsOf(identity), self, now)).toBe(false);
  expect(isSweepable(labelsOf(identity, now - 1000), self, now), "clocks differ a little").toBe(false);
  expect(isSweepable(labelsOf(identity, now - 120_000), self, now)).toBe(true);
});

it("takes a named run whoever owns it, and never what has no label of ours", () => {
  expect(isSweepable(labelsOf({}), self, now, "r")).toBe(true);
  expect(isSweepable(labelsOf({}), self, now, "other")).toBe(false);
  expect(isSweepable({ "swe.run": "r", maintainer: "x" }, self, now, "r")).toBe(false);
});

it("reads the owner of an image from one label", () => {
  const packed = packedOwnerLabel({ runId: "r", instanceId: "i" }, { ...self, startTime: "1" });
  expect(Object.keys(packed)).toEqual(["swe.owned"]);
  expect(isSweepable(packed, self, now)).toBe(true);
  expect(isSweepable({ "swe.owned": "{broken" }, self, now)).toBe(false);
});

it.each([
  ["all of it without a tag", [], "sha256:1"],
  ["all of it with a temporary tag only", ["a:try-0"], "sha256:1"],
  ["the temporary tag beside another", ["a:latest", "a:try-0"], "a:try-0"],
  ["nothing with other tags only", ["a:latest", "a:try-1"], undefined],
])("takes of an image %s", (_what, tags, name) => {
  expect(uselessName({ id: "sha256:1", labels: packedOwnerLabel({ runId: "r" }, self, "a:try-0"), tags })).toBe(name);
});

it("leaves an image with a tag alone that was not built as a temporary one", () => {
  expect(uselessName({ id: "sha256:1", labels: packedOwnerLabel({ runId: "r" }, self), tags: ["a:latest"] })).toBeUndefined();
});
