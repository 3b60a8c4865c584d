import type { Reporter, TestCase, TestModule } from "vitest/node";

/** No test and no preparation of one may take longer: their own limits end them long before. */
const silenceMs = 20 * 60_000;
const checkMs = 30_000;

export interface SilenceReporterOptions {
  readonly exit?: (status: number) => void;
}

/**
 * Ends a run in which nothing has happened for a long time, and names what was being run: a test that blocks its process (a
 * synchronous call that never returns) is out of reach of its own limit, and the run would wait for it forever.
 */
export default class SilenceReporter implements Reporter {
  readonly #exit: (status: number) => void;
  readonly #running = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #lastEvent = 0;
  readonly #counts = { passed: 0, failed: 0 };

  constructor({ exit = (status): void => process.exit(status) }: SilenceReporterOptions = {}) {
    this.#exit = exit;
  }

  onTestRunStart(): void {
    this.#lastEvent = performance.now();
    this.#timer ??= setInterval(() => this.#check(), checkMs).unref();
  }

  onTestModuleStart(module: TestModule): void {
    this.#note(() => this.#running.set(module.id, module.moduleId));
  }

  onTestModuleEnd(module: TestModule): void {
    this.#note(() => this.#running.delete(module.id));
  }

  onTestCaseReady(test: TestCase): void {
    this.#note(() => this.#running.set(test.id, `${test.module.moduleId} > ${test.fullName}`));
  }

  onTestCaseResult(test: TestCase): void {
    const { state } = test.result();
    if (state === "passed" || state === "failed") this.#counts[state] += 1;
    this.#note(() => this.#running.delete(test.id));
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #note(change: () => void): void {
    this.#lastEvent = performance.now();
    change();
  }

  #check(): void {
    if (performance.now() - this.#lastEvent < silenceMs) return;
    const running = [...this.#running.values()].map((name) => `  ${name}\n`).join("");
    process.stderr.write(`\nNothing has happened for ${silenceMs / 60_000} minutes, so the run is ended. Running:\n${running}`);
    // The same closing line as of any run: what hangs has failed.
    process.stdout.write(`\n${this.#counts.passed} passed, ${this.#counts.failed + Math.max(1, this.#running.size)} failed\n`);
    this.#exit(1);
  }
}
