import { type Clock, SandboxLostError } from "@swe/core";
import type { Duplex } from "node:stream";
import { createDemux } from "../engine/demux-frames.ts";
import type { Engine } from "../engine/engine.ts";
import { noBashError } from "./no-bash-error.ts";
import { wardenIntroduction } from "./warden-script.ts";

/** What became of a kill: `gone` when the warden itself does not answer any more. */
export type KillAnswer = "clean" | "left" | "strange" | "gone";

/** Talks to the main process of one sandbox, which finds and kills processes without starting any. */
export class Warden {
  readonly #engine: Engine;
  readonly #containerId: string;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, (answer: string | undefined) => void>();
  #connection: Promise<Duplex> | undefined;
  #isRetired = false;
  #rest = "";
  #count = 0;

  constructor(engine: Engine, containerId: string, clock: Clock) {
    this.#engine = engine;
    this.#containerId = containerId;
    this.#clock = clock;
  }

  /** Has to be done before anything can fill the process table: setting up takes a process. */
  async start(timeoutMs: number): Promise<void> {
    await this.#connected();
    if ((await this.#ask("P", "", timeoutMs)) !== undefined) return;
    throw noBashError();
  }

  /** The container ends by itself after this time. Whole seconds, at least one. */
  async endIn(ms: number, timeoutMs: number): Promise<void> {
    await this.#ask("D", String(Math.max(1, Math.ceil(ms / 1000))), timeoutMs);
  }

  /** The command runs in the first of the lanes; the others may carry its tag from before and are spared. */
  killCommand(tag: string, lanePids: readonly number[], timeoutMs: number): Promise<KillAnswer> {
    return this.#kill(`K`, `${tag} ${lanePids.join(",")}`, timeoutMs);
  }

  killExec(exec: string, marker: string, timeoutMs: number): Promise<KillAnswer> {
    return this.#kill("E", `${exec} ${marker}`, timeoutMs);
  }

  killLane(pid: number, timeoutMs: number): Promise<KillAnswer> {
    return this.#kill("L", String(pid), timeoutMs);
  }

  /** Notes when an exec begins, to know its processes by their age: done when this resolves. Yields the name to use for it. */
  async beginExec(timeoutMs: number): Promise<string> {
    this.#count += 1;
    const exec = `x${this.#count}`;
    await this.#ask("B", exec, timeoutMs);
    return exec;
  }

  async endExec(exec: string): Promise<void> {
    (await this.#connected()).write(`F 0 ${exec}\n`);
  }

  async aliveTags(timeoutMs: number): Promise<ReadonlySet<string> | undefined> {
    const answer = await this.#ask("T", "", timeoutMs);
    return answer === undefined ? undefined : new Set(answer.split(" "));
  }

  /** True when the container has no process left to give. */
  async isFull(timeoutMs: number): Promise<boolean> {
    return (await this.#ask("P", "", timeoutMs)) === "full";
  }

  /** Processes killed in this container so far because it ran out of memory. */
  async oomKills(timeoutMs: number): Promise<number> {
    return Number((await this.#ask("O", "", timeoutMs)) ?? 0);
  }

  async #kill(verb: string, rest: string, timeoutMs: number): Promise<KillAnswer> {
    const answer = await this.#ask(verb, rest, timeoutMs);
    return answer === "clean" || answer === "left" || answer === "strange" ? answer : "gone";
  }

  async #ask(verb: string, rest: string, timeoutMs: number): Promise<string | undefined> {
    this.#count += 1;
    const id = `q${this.#count}`;
    const over = new AbortController();
    try {
      const stream = await this.#connected();
      const answered = new Promise<string | undefined>((resolve) => this.#waiting.set(id, resolve));
      stream.write(`${verb} ${id} ${rest}\n`);
      return await Promise.race([answered, this.#clock.sleep(timeoutMs, over.signal).then(() => undefined)]);
    } catch {
      return undefined; // Not attachable: the container is gone or going.
    } finally {
      over.abort();
      this.#waiting.delete(id);
    }
  }

  /** Attaches on first use, and again when the connection was lost while the container lived on. */
  #connected(): Promise<Duplex> {
    if (this.#isRetired) {
      return Promise.reject(new SandboxLostError({ message: "The sandbox's main process is gone.", sandboxUsable: false }));
    }
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<Duplex> {
    try {
      const stream = await this.#engine.attach(this.#containerId);
      stream.on(
        "data",
        createDemux((_number, data) => this.#receive(data)),
      );
      const closed = (): void => this.disconnect();
      stream.once("end", closed);
      stream.once("close", closed);
      stream.on("error", closed);
      stream.write(`${wardenIntroduction}\n`);
      return stream;
    } catch (cause) {
      this.#connection = undefined;
      throw new SandboxLostError({ message: "The sandbox's main process cannot be reached.", cause, sandboxUsable: false });
    }
  }

  #receive(data: Uint8Array): void {
    this.#rest += Buffer.from(data).toString("latin1");
    for (let end = this.#rest.indexOf("\n"); end >= 0; end = this.#rest.indexOf("\n")) {
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 1);
      const space = line.indexOf(" ");
      this.#waiting.get(line.slice(0, space))?.(line.slice(space + 1).trim());
    }
  }

  /** The container is gone or going: an engine that is about to remove it may accept a connection and never end it. */
  retire(): void {
    this.#isRetired = true;
    this.disconnect();
  }

  /** Forgets the connection; the next request makes a new one. */
  disconnect(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#rest = "";
    void connection?.then(
      (stream) => stream.destroy(),
      () => undefined,
    );
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
