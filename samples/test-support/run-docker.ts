import { spawn } from "node:child_process";

export interface DockerResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** Runs the docker client; a non-zero exit is a result. */
export function runDocker(args: readonly string[], input: string | Buffer = ""): Promise<DockerResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { stdio: "pipe" });
    const stdout: Buffer[] = [];
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      output.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ exitCode: code ?? -1, stdout: Buffer.concat(stdout), output: Buffer.concat(output).toString() });
    });
    // A command that ends without reading its input closes the pipe: not an error of the test.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
