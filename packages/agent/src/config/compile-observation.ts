import type { FormatProblem } from "../contracts/reply.ts";
import type { ActionOutcome, Scaffold } from "../contracts/scaffold.ts";
import { describeProblem } from "../prompt/format-problem.ts";
import { compileTemplate } from "./template.ts";

type FormatObservation = Scaffold["formatObservation"];
type FormatError = Scaffold["formatError"];

const sampleOutput = { returncode: 0, output: "output", exception_info: "" };

/** Observations from a template over `output.returncode`, `output.output` and `output.exception_info`. */
export async function compileObservation(source: string, where: string): Promise<(fallback: FormatObservation) => FormatObservation> {
  const template = await compileTemplate(source, where, { output: sampleOutput });
  await compileTemplate(source, where, { output: { ...sampleOutput, output: "x".repeat(30_000) } });
  const namesInterruption = source.includes("exception_info");
  return (fallback) => (outcome, context) => {
    const { command } = outcome.result;
    if (command === undefined) return fallback(outcome, context);
    const interruption = command.interruption ?? "";
    const output = namesInterruption || interruption === "" ? command.output : `${command.output}\n${interruption}`;
    const values = { output: { returncode: command.exitCode ?? -1, output, exception_info: interruption }, action: actionOf(outcome) };
    return renderOr(
      () => template.render(values),
      () => fallback(outcome, context),
    );
  };
}

/** Answers to time-outs from a template over `action` and `output`. */
export async function compileTimeout(source: string, where: string): Promise<(fallback: FormatObservation) => FormatObservation> {
  const template = await compileTemplate(source, where, { action: { action: "sleep 1000" }, output: "output" });
  return (fallback) => (outcome, context) => {
    const { command } = outcome.result;
    if (command?.timedOut !== true) return fallback(outcome, context);
    const values = { action: { action: actionOf(outcome) }, output: command.output };
    return renderOr(
      () => template.render(values),
      () => fallback(outcome, context),
    );
  };
}

/** Answers to replies without a call, from a template over `actions` and `error`. */
export async function compileFormatError(source: string, where: string): Promise<(fallback: FormatError) => FormatError> {
  const template = await compileTemplate(source, where, { actions: ["a", "b"], error: "error" });
  return (fallback) => (problem: FormatProblem, context) => {
    const values = { actions: problem.found, error: describeProblem(problem) };
    return renderOr(
      () => template.render(values),
      () => fallback(problem, context),
    );
  };
}

function actionOf({ call }: ActionOutcome): string {
  const { command, cmd } = call.args;
  const text = command ?? cmd;
  return typeof text === "string" ? text : "";
}

/** A template that was fine with samples may still fail on real values; the run must not end for it. */
function renderOr(render: () => string, fallback: () => string): string {
  try {
    return render();
  } catch {
    return fallback();
  }
}
