import type { AgentResult } from "@swe/agent";
import type { EarlierRun } from "../record/attempt-record.ts";
import type { AgentPhase, AgentPhaseOptions } from "./agent-phase.ts";
import { openWorkplace, type Workplace } from "./agent-workplace.ts";
import { planRuns } from "./plan-runs.ts";
import { type FinishedRun, runAgentOnce, workplaceOptions } from "./run-agent-once.ts";

/** Ends with the agent's own word that it is done. */
const finishedReasons: ReadonlySet<string> = new Set(["agent", "max_step_limit", "agent_max_step_limit"]);

/** Runs the agent as often as planned. Rejects when a container cannot be started. */
export async function runAgentPhase(options: AgentPhaseOptions): Promise<AgentPhase> {
  const runs: FinishedRun[] = [];
  let current: Workplace | undefined;
  let chosen: FinishedRun | undefined;
  /** Stops what is no longer needed; the container of the run that counts only when told so. */
  const release = async (kept: Workplace | undefined): Promise<void> => {
    const used = new Set([...runs.map(({ workplace }) => workplace), ...(current === undefined ? [] : [current])]);
    for (const workplace of used) if (workplace !== kept) await workplace[Symbol.asyncDispose]();
  };
  try {
    for (const planned of planRuns(options.settings)) {
      if (current === undefined || planned.fresh) {
        if (current !== undefined) await release(keepsOpen(options, chosen) ? chosen?.workplace : undefined);
        current = await options.stopwatch.time("start", () => openWorkplace(workplaceOptions(options)));
        if (runs.length === 0) options.onReady();
      }
      const run = await runAgentOnce(options, planned, current);
      runs.push(run);
      chosen = choose(chosen, run);
      if (mustStop(run.result)) break;
      await options.log.note(`the agent did not finish by itself (${run.result.exitReason})`);
    }
    if (chosen === undefined) throw new TypeError("an attempt needs at least one run");
    const kept = keepsOpen(options, chosen) ? chosen.workplace : undefined;
    await release(kept);
    if (chosen.captured !== undefined && chosen !== runs.at(-1)) await options.files.writePatch(chosen.captured.patch);
    const earlier = runs.filter((run) => run !== chosen).map(toEarlierRun);
    return { ...chosen, workplace: kept, earlier, results: runs.map(({ result }) => result) };
  } catch (error) {
    await release(undefined);
    throw error;
  }
}

/** The later one, unless both ran into a limit in containers of their own: then the one with fewer steps. */
function choose(before: FinishedRun | undefined, run: FinishedRun): FinishedRun {
  if (before === undefined || !run.planned.fresh || mustStop(run.result)) return run;
  return run.result.steps.length < before.result.steps.length ? run : before;
}

/** True when another run would be of no use: the agent finished, or it was stopped from outside. */
function mustStop({ exitReason, error }: AgentResult): boolean {
  return finishedReasons.has(exitReason) || exitReason === "cancelled" || (error?.infra ?? false);
}

function keepsOpen({ settings }: AgentPhaseOptions, run: FinishedRun | undefined): boolean {
  return (
    settings.gradeIn === "agent" && run?.captured !== undefined && run.result.error?.infra !== true && run.result.exitReason !== "cancelled"
  );
}

function toEarlierRun({ result, planned }: FinishedRun): EarlierRun {
  return {
    exit_reason: result.exitReason,
    steps: result.steps.length,
    temperature: planned.temperature ?? null,
    cost: result.cost ?? null,
  };
}
