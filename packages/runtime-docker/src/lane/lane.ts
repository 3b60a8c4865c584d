import { SandboxLostError } from "@swe/core";
import type { Duplex } from "node:stream";
import { createDemux, stderrStream } from "../engine/demux-frames.ts";
import type { Engine } from "../engine/engine.ts";
import { EndDetector } from "./end-detector.ts";
import { decodeLaneTrailer, encodeLaneRequest, type LaneReply, type LaneRequest, trailerBytes } from "./lane-request.ts";
import { drawNonce } from "./nonce.ts";
import { laneBootScript, laneStart } from "./lane-script.ts";

/** Name of the variable that tells the warden which processes are lanes; commands do not see it. */
const laneMarkerName = "SWE_LANE";

const maxGreetingBytes = 65_536;

interface ActiveCommand {
  readonly stdout: EndDetector;
  readonly stderr: EndDetector;
  readonly resolve: (reply: LaneReply) => void;
  readonly reject: (error: unknown) => void;
}

/** A login shell kept open in the container; runs one command at a time. */
export class Lane {
  readonly #stream: Duplex;
  #active: ActiveCommand | undefined;
  #greeting:
    | { readonly expected: string; text: string; readonly resolve: (pid: number) => void; readonly reject: (error: unknown) => void }
    | undefined;
  #complaint = "";
  /** Process id of the shell in the container. */
  pid = 0;
  isOpen = true;
  /** What its commands are known by; undefined until it runs one, and after one that left processes. */
  tag: string | undefined;
  /** Something foreign wrote to its output, or may do so. */
  isHeld = false;

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on(
      "data",
      createDemux((number, data) => this.#receive(number, data)),
    );
    const closed = (): void => this.#closed();
    stream.once("end", closed);
    stream.once("close", closed);
    stream.on("error", closed);
  }

  static async open(engine: Engine, containerId: string, workdir: string): Promise<Lane> {
    const hello = drawNonce();
    const { shellCommand, introduction } = laneStart(workdir, hello);
    const argv = ["bash", "--norc", "--noprofile", "-c", laneBootScript, "bash", shellCommand];
    const execId = await engine.createExec(containerId, { argv, cwd: "/", env: { [laneMarkerName]: "1" } });
    const lane = new Lane(await engine.startExec(execId));
    lane.pid = await new Promise<number>((resolve, reject) => {
      lane.#greeting = { expected: `${hello} `, text: "", resolve, reject };
      if (lane.isOpen) lane.#stream.write(introduction);
      else lane.#closed();
    });
    return lane;
  }

  /** Rejects with `SandboxLostError` when the lane ends before the command does. */
  run(request: Omit<LaneRequest, "nonce">, onOutput: (stream: number, data: Uint8Array) => void): Promise<LaneReply> {
    const nonce = drawNonce();
    const mark = Buffer.from(nonce, "latin1");
    return new Promise((resolve, reject) => {
      this.#active = {
        stdout: new EndDetector(mark, trailerBytes, (data) => onOutput(1, data)),
        stderr: new EndDetector(mark, 0, (data) => onOutput(stderrStream, data)),
        resolve,
        reject,
      };
      if (!this.isOpen) this.#closed();
      else this.#stream.write(encodeLaneRequest({ ...request, nonce }));
    });
  }

  #receive(number: number, data: Uint8Array): void {
    const active = this.#active;
    if (active === undefined) {
      if (this.#greeting === undefined) this.isHeld = true;
      else this.#greet(number, data);
      return;
    }
    if (!(number === stderrStream ? active.stderr : active.stdout).feed(data)) return;
    const { trailer } = active.stdout;
    if (trailer === undefined || active.stderr.trailer === undefined) return;
    this.#active = undefined;
    const reply = decodeLaneTrailer(trailer);
    this.isHeld ||= active.stdout.hasMore || active.stderr.hasMore || reply.isHeld;
    active.resolve(reply);
  }

  #greet(number: number, data: Uint8Array): void {
    const greeting = this.#greeting;
    if (greeting === undefined) return;
    const text = Buffer.from(data).toString("latin1");
    if (number === stderrStream) this.#complaint = (this.#complaint + text).slice(-maxGreetingBytes);
    else greeting.text = (greeting.text + text).slice(-maxGreetingBytes);
    const at = greeting.text.indexOf(greeting.expected);
    const end = greeting.text.indexOf(";", at);
    // Both streams have to be through with it: what comes on an idle lane is taken for somebody else's.
    if (at < 0 || end < 0 || !this.#complaint.includes(greeting.expected.trim())) return;
    this.#greeting = undefined;
    greeting.resolve(Number.parseInt(greeting.text.slice(at + greeting.expected.length, end), 10));
  }

  #closed(): void {
    this.isOpen = false;
    this.#stream.destroy();
    const said = `${this.#greeting?.text ?? ""} ${this.#complaint}`.trim();
    const error = new SandboxLostError({
      message:
        this.#active === undefined
          ? `The command channel could not be opened${said === "" ? "" : `: ${said}`}.`
          : "The command channel was closed while a command was running.",
      sandboxUsable: true,
    });
    const active = this.#active;
    this.#active = undefined;
    active?.stdout.flush();
    active?.stderr.flush();
    active?.reject(error);
    this.#greeting?.reject(error);
    this.#greeting = undefined;
  }

  /** Lets the shell end by itself; what it holds of a survivor's output goes on being read. */
  close(): void {
    this.isOpen = false;
    this.#stream.end();
  }

  destroy(): void {
    this.isOpen = false;
    this.#stream.destroy();
  }
}
