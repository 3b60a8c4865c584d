import { type BuildImageOptions, ImageBuildError, type RunResult } from "@swe/core";
import { createMemoryProvider, type MemoryProvider } from "@swe/testing";

export interface FakeEngineOptions {
  /** Called at the start of every build, e.g. to fail or to wait. */
  readonly onBuild?: ((options: BuildImageOptions) => void | Promise<void>) | undefined;
}

/** An engine whose images behave as words in their Dockerfile say: NESTED, JUNK, BROKEN, SLOWBUILD. */
export function createFakeEngine({ onBuild }: FakeEngineOptions = {}): MemoryProvider {
  const dockerfiles = new Map<string, string>();
  return createMemoryProvider({
    onBuild: async (options) => {
      await onBuild?.(options);
      dockerfiles.set(options.tag, options.dockerfile);
      const failure = { message: "The command '/bin/sh -c make' returned a non-zero code: 2", log: "Step 1\nmake: *** no rule\n" };
      if (options.dockerfile.includes("BROKEN")) throw new ImageBuildError({ ...failure, reason: "step_failed" });
      if (options.dockerfile.includes("SLOWBUILD")) throw new ImageBuildError({ ...failure, reason: "timeout" });
      return "Step 1\nseal: start\nseal: done\n";
    },
    sandbox: ({ image }) => ({
      onRun: (command) => answerCheck(command, dockerfiles.get(image) ?? ""),
      onExec: () => print(""),
    }),
  });
}

function answerCheck(command: string, dockerfile: string): Partial<RunResult> {
  if (command.includes("@chars"))
    return print(dockerfile.includes("JUNK") ? "@chars 90000\n@files 1\nA\tjunk.txt\n" : "@chars 0\n@files 0\n");
  if (command.includes("--show-toplevel") && dockerfile.includes("NESTED")) return print("There is a repository at /testbed/project\n");
  if (command.startsWith("for tool in")) return print("\n@ python3 /usr/bin/python3\n");
  return print("");
}

function print(stdout: string): Partial<RunResult> {
  return { exitCode: 0, stdout, output: stdout };
}
