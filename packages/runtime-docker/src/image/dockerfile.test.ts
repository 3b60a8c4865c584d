import { expect, it } from "vitest";
import { buildFailure, buildFailureReason } from "./build-failure.ts";
import { chooseBuilder } from "./choose-builder.ts";

it("leaves a plain Dockerfile to the classic builder of an old engine", () => {
  const dockerfile = "# syntax=docker/dockerfile:1\nFROM x\nRUN a && \\\n  bash -c 'cat <<EOF'\nCOPY a b\n";
  expect(chooseBuilder(dockerfile, "20.10.24")).toEqual({ buildKit: false, dockerfile, suspect: undefined });
});

it.each([
  ["FROM x\nRUN <<EOF\ntrue\nEOF\n", 2, "heredoc"],
  ["FROM x\n\nCOPY <<-'EOF' /file\ntext\nEOF\n", 3, "heredoc"],
  ["FROM x\nRUN cat <<'EOF' > /tmp/script\ntrue\nEOF\n", 2, "heredoc"],
  ["FROM x\nCOPY --link a b\n", 2, "newer Dockerfile"],
])("names the line an old engine cannot build: %j", (dockerfile, line, what) => {
  const { suspect } = chooseBuilder(dockerfile, "20.10.24+dfsg1");
  expect(suspect?.line).toBe(line);
  const error = buildFailure("t:1", "dockerfile parse error line 3: unknown instruction: TRUE", "", { serverVersion: "20.10.24", suspect });
  expect(error).toMatchObject({ code: "image_build_failed", reason: "unsupported_syntax" });
  expect(error.message).toContain(`Line ${line} `);
  expect(error.message).toContain(what);
  expect(chooseBuilder(dockerfile, "28.2.2")).toEqual({ buildKit: true, dockerfile, suspect: undefined });
});

it("does not blame a heredoc for a step that failed for its own reasons", () => {
  const { suspect } = chooseBuilder(`FROM x\nRUN bash -c "cat <<EOF"\n`, "20.10.24");
  const failed = "The command '/bin/sh -c make' returned a non-zero code: 2";
  expect(buildFailure("t:1", failed, "", { serverVersion: "20.10.24", suspect })).toMatchObject({ reason: "step_failed" });
});

it("uses BuildKit of an old engine for mounts, without fetching a frontend", () => {
  const chosen = chooseBuilder("# syntax=docker/dockerfile:1.4\nFROM x\nRUN --mount=type=cache,target=/c make\n", "20.10.24");
  expect(chosen).toEqual({ buildKit: true, dockerfile: "#\nFROM x\nRUN --mount=type=cache,target=/c make\n", suspect: undefined });
});

it.each(["RUN \\\n  --mount=type=cache,target=/c \\\n  make\n", "RUN --network=none \\\n# why\n\n  --mount=type=tmpfs,target=/c make\n"])(
  "sees a flag on a further line: %j",
  (run) => {
    expect(chooseBuilder(`FROM x\n${run}`, "20.10.24").buildKit).toBe(true);
    expect(chooseBuilder(`FROM x\n${run.replaceAll("--", "echo --")}`, "20.10.24").buildKit).toBe(false);
  },
);

it.each([
  ["pull access denied for x, repository does not exist", "base_image_missing"],
  ['Get "https://no-such-host.invalid/v2/": dial tcp: lookup no-such-host.invalid: no such host', "base_image_missing"],
  ["toomanyrequests: You have reached your pull rate limit", "base_image_missing"],
  ["The command '/bin/sh -c curl -f https://x/unauthorized' returned a non-zero code: 22", "step_failed"],
  ["The command '/bin/sh -c echo manifest unknown, pull access denied' returned a non-zero code: 1", "step_failed"],
  ["executor failed running [/bin/sh -c curl https://x || echo dial tcp]: exit code: 1", "step_failed"],
  ["manifest for 127.0.0.1:5000/x:1 not found: manifest unknown", "base_image_missing"],
  ["dockerfile parse error line 2: unknown instruction: RUNN", "invalid_dockerfile"],
  ["the --mount option requires BuildKit", "unsupported_syntax"],
  ["The command '/bin/sh -c false' returned a non-zero code: 1", "step_failed"],
])("sorts what the engine says: %s", (text, reason) => {
  expect(buildFailureReason(text)).toBe(reason);
});

it("takes a full disk for no fault of the Dockerfile", () => {
  expect(buildFailure("t:1", "write /x: no space left on device", "")).toMatchObject({
    code: "resource_exhausted",
    resource: "disk",
    isRetryable: true,
  });
  const said = "The command '/bin/sh -c echo no space left on device; false' returned a non-zero code: 1";
  expect(buildFailure("t:1", said, "")).toMatchObject({ reason: "step_failed" });
});

it.each([
  ["failed to get digest sha256:cad2: open /var/lib/docker/image/x: no such file or directory", "engine_unavailable"],
  ["The command '/bin/sh -c echo unrecognized image ID' returned a non-zero code: 2", "image_build_failed"],
])("takes a cached layer that was removed meanwhile for no fault of the Dockerfile: %s", (text, code) => {
  expect(buildFailure("t:1", text, "")).toMatchObject({ code, isRetryable: code === "engine_unavailable" });
});
