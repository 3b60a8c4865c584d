import { type DockerResult, runDocker } from "./run-docker.ts";

/** A container of a sample's image; `await using` removes it. */
export interface SampleContainer extends AsyncDisposable {
  /** Runs a command with `bash -lc` in the repository. */
  run(command: string, input?: string | Buffer): Promise<DockerResult>;
  /** The exit code that the eval script reports, or undefined when it reports none. */
  grade(evalScript: string, prefix?: string): Promise<number | undefined>;
  /** Puts the repository back to its commit. */
  reset(): Promise<void>;
}

/** Builds an image from a Dockerfile alone; the engine's cache makes the second time cheap. */
export async function buildSample(instanceId: string, dockerfile: string): Promise<string> {
  const built = await runDocker(["build", "--quiet", "--label", `swe.sample.test=${instanceId}`, "-"], dockerfile);
  if (built.exitCode !== 0) throw new Error(`${instanceId} does not build: ${built.output}`);
  return built.stdout.toString().trim();
}

/** Starts a container without network. */
export async function startSample(image: string, directory: string): Promise<SampleContainer> {
  const started = await runDocker(["run", "--detach", "--init", "--network", "none", "--workdir", directory, image, "sleep", "600"]);
  if (started.exitCode !== 0) throw new Error(`no container of ${image}: ${started.output}`);
  const id = started.stdout.toString().trim();
  const run = (command: string, input?: string | Buffer): Promise<DockerResult> =>
    runDocker(["exec", "--interactive", "--env", "PAGER=cat", id, "bash", "-lc", command], input);
  return {
    run,
    grade: async (evalScript, prefix = "") => {
      await run("cat > /tmp/eval.sh", evalScript);
      const { output } = await run(`${prefix} bash /tmp/eval.sh`);
      const markers = [...output.matchAll(/^OMNIGRIL_EXIT_CODE=(\d+)$/gmu)];
      return markers.length === 0 ? undefined : Number(markers.at(-1)?.[1]);
    },
    reset: async () => {
      await run("git reset --hard --quiet && git clean -fdq");
    },
    [Symbol.asyncDispose]: async () => {
      await runDocker(["rm", "--force", "--volumes", id]);
    },
  };
}
