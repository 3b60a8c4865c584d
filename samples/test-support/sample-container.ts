import { type DockerResult, runDocker } from "./run-docker.ts";

/** A container of a sample's image; `await using` removes it. */
export interface SampleContainer extends AsyncDisposable {
  /** Runs a command with `bash -lc` in the repository. */
  run(command: string, input?: string | Buffer): Promise<DockerResult>;
  /** What the last marker of the eval script says; `prefix` comes before the command that runs it. */
  grade(evalScript: string, prefix?: string): Promise<"passed" | "failed" | "no marker">;
  /** Puts the repository back to its commit. */
  reset(): Promise<void>;
}

const built = new Set<string>();

/** Removes every image that `buildSample` made. */
export async function removeSamples(): Promise<void> {
  if (built.size > 0) await runDocker(["rmi", "--force", ...built]);
  built.clear();
}

/** Builds an image from a Dockerfile alone; the engine's cache makes the second time cheap. */
export async function buildSample(instanceId: string, dockerfile: string): Promise<string> {
  const build = await runDocker(["build", "--quiet", "--label", `swe.sample.test=${instanceId}`, "-"], dockerfile);
  if (build.exitCode !== 0) throw new Error(`${instanceId} does not build: ${build.output}`);
  const image = build.stdout.toString().trim();
  built.add(image);
  return image;
}

/** Starts a container without network. */
export async function startSample(image: string, directory: string): Promise<SampleContainer> {
  // Whatever happens to the test, the container ends and goes after ten minutes.
  const limits = ["--network", "none", "--memory", "1g", "--pids-limit", "512"];
  const settings = ["--detach", "--rm", "--init", "--label", "swe.sample.test", ...limits, "--workdir", directory];
  const started = await runDocker(["run", ...settings, image, "sleep", "600"]);
  if (started.exitCode !== 0) throw new Error(`no container of ${image}: ${started.output}`);
  const id = started.stdout.toString().trim();
  const run = (command: string, input?: string | Buffer): Promise<DockerResult> =>
    runDocker(["exec", "--interactive", "--env", "PAGER=cat", id, "bash", "-lc", command], input);
  return {
    run,
    grade: async (evalScript, prefix = "") => {
      await run("cat > /tmp/eval.sh", evalScript);
      // The trace on standard error can arrive in the middle of what standard output holds.
      const { stdout } = await run(`${prefix} bash /tmp/eval.sh`);
      const marker = [...stdout.toString().matchAll(/^OMNIGRIL_EXIT_CODE=(\d+)$/gmu)].at(-1);
      if (marker === undefined) return "no marker";
      return marker[1] === "0" ? "passed" : "failed";
    },
    reset: async () => {
      await run("git reset --hard --quiet && git clean -fdq");
    },
    [Symbol.asyncDispose]: async () => {
      await runDocker(["rm", "--force", "--volumes", id]);
    },
  };
}
