import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { MasterStatus, RunDetail } from '@slipway/plugin-loadtest-common';
import { randomUUID } from 'node:crypto';
import { Ending, RunStep, RunStore, StoredRun } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';
import { cleanUp, reportOf } from './CleanUp';
import { endingOf, endingWithout, isNearEnd, overdue } from './endings';
import { RunMemory } from './RunMemory';
import { detailWith, shortVerdict, tablesOf } from './takeOver';

/** Runs are looked at so often; samples come every 2 s. */
const TICK_MS = 1_000;
/** And those that end about now: a verdict follows the last sample within a second. */
const QUICK_MS = 250;
/** A replica that is gone loses its runs after this time. */
const LEASE_MS = 15_000;

/** Who stops a run on a breach. */
export const PORTAL = 'slipway';

export interface RunFollowerOptions {
  store: RunStore;
  runners: readonly Runner[];
  logger: LoggerService;
  /** Called after each step, for open pages. */
  onStep(id: string): void;
  /** Called before a run is kept as ended; may be called again for the same run. When it rejects, the run ends with a later step. */
  onEnd?(run: RunDetail): unknown;
  now?: () => Date;
}

/**
 * Follows all active runs: reads new samples, judges, stops on a breach, and
 * cleans up. Each run takes its steps by itself, so that one whose master
 * answers slowly delays no other. All it knows is in the database, so that
 * the next start, or another replica, continues where this one ended.
 */
export class RunFollower {
  readonly #owner = randomUUID();
  readonly #memory = new Map<string, RunMemory>();
  readonly #stopped = new Set<string>();
  /** Runs whose last sample is waited for. */
  readonly #nearEnd = new Set<string>();
  /** Steps that are under way, by run. */
  readonly #steps = new Map<string, Promise<void>>();
  #claiming: Promise<string[]> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(private readonly options: RunFollowerOptions) {}

  start(): void {
    let lastTick = 0;
    const next = () => {
      const sinceTick = Date.now() - lastTick;
      const wait = this.#nearEnd.size > 0 ? QUICK_MS : TICK_MS - sinceTick;
      this.#timer = setTimeout(() => {
        const isDue = Date.now() - lastTick >= TICK_MS - QUICK_MS / 2;
        if (isDue) lastTick = Date.now();
        // Not waited for: neither throws.
        if (isDue) this.tick();
        else this.quickTick();
        if (!this.#ended) next();
      }, Math.max(QUICK_MS, wait));
      this.#timer.unref();
    };
    next();
  }

  /** No more steps; runs continue without the portal. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#claiming?.catch(() => []);
    await Promise.all(this.#steps.values());
  }

  /** One step of every active run that is not in one. Never throws. */
  async tick(): Promise<void> {
    if (this.#claiming) return;
    const { store, logger } = this.options;
    try {
      this.#claiming = store.claim(this.#owner, this.#now(), LEASE_MS);
      const ids = await this.#claiming;
      for (const id of this.#nearEnd) {
        if (!ids.includes(id)) this.#nearEnd.delete(id);
      }
      this.#claiming = undefined;
      await Promise.all(ids.map(id => this.#stepOnce(id, false)));
    } catch (error) {
      this.#claiming = undefined;
      logger.warn(`Load runs cannot be followed: ${stringifyError(error)}`);
    }
  }

  /** One step of the runs that end about now. Never throws. */
  async quickTick(): Promise<void> {
    await Promise.all([...this.#nearEnd].map(id => this.#stepOnce(id, true)));
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  async #stepOnce(id: string, isQuick: boolean): Promise<void> {
    if (this.#ended || this.#steps.has(id)) return;
    const step = this.#step(id, isQuick).catch(error =>
      this.options.logger.warn(`Load run ${id}: ${stringifyError(error)}`),
    );
    this.#steps.set(id, step);
    await step;
    this.#steps.delete(id);
  }

  /** @param isQuick - only to see whether the run has ended: nothing new is nothing to keep */
  async #step(id: string, isQuick: boolean): Promise<void> {
    const { store, runners, onStep } = this.options;
    const run = await store.find(id);
    if (!run) return;
    if (isQuick && run.ending) {
      this.#nearEnd.delete(id);
      return;
    }
    const runner = runners.find(({ name }) => name === run.plan.runner);
    if (!runner) {
      await this.#keep({
        detail: {
          ...run.detail,
          problem: `The runner ${run.plan.runner} is not configured any more: what it started cannot be ended by the portal.`,
        },
      });
      return;
    }
    const memory = await this.#remembered(run);
    if (run.ending) await this.#cleanUp(run, run.ending, runner, memory);
    else if (!(await this.#follow(run, runner, memory, isQuick))) return;
    onStep(id);
  }

  /** @returns whether there was something to keep */
  async #follow(
    run: StoredRun,
    runner: Runner,
    memory: RunMemory,
    isQuick: boolean,
  ): Promise<boolean> {
    const { plan, detail } = run;
    const reading = await runner.read(plan, run.lastSeq);
    if (reading.state === 'answered') {
      const { status } = reading;
      if (isQuick && status.samples.length === 0 && !status.finished) {
        return false;
      }
      await this.#absorb(run, status, runner, memory);
      return true;
    }
    if (isQuick) return false;
    const { problem: _, ...rest } = detail;
    const ending = endingWithout(detail, reading, this.#now());
    await this.#keep({
      detail: ending ? rest : { ...rest, problem: reading.reason },
      ...(ending ? { ending } : {}),
    });
    return true;
  }

  /** Takes over what the master says. */
  async #absorb(
    run: StoredRun,
    status: MasterStatus,
    runner: Runner,
    memory: RunMemory,
  ) {
    const { plan } = run;
    const samples = status.samples.map(sample => ({
      sample,
      point: memory.add(sample),
    }));
    const { last, loadedAt, emptyAt, judge } = memory;
    const detail = detailWith(run.detail, status, {
      point: samples[samples.length - 1]?.point,
      last,
      loadedAt,
      emptyAt,
    });
    const allRead = (last?.seq ?? 0) >= status.lastSeq;
    const isOver = status.finished && allRead;
    const ending = isOver
      ? endingOf(detail, status, this.#now())
      : overdue(detail, this.#now());
    // Nothing more can be measured of a run that is over. What is ended by force is judged when it is gone.
    const verdict = judge.verdict(
      isOver && ending ? ending.state : detail.state,
    );
    const next: RunDetail = {
      ...detail,
      // Only its master and workers are still to be removed.
      ...(isOver ? { state: 'stopping' } : {}),
      verdict: shortVerdict(verdict),
    };
    const kept = await this.#keep({
      detail: next,
      samples,
      verdict,
      tables: tablesOf(status, last),
      ...(ending ? { ending: { ...ending, reportDue: true } } : {}),
    });
    const isNear = !ending && isNearEnd(next, this.#now());
    if (isNear) this.#nearEnd.add(plan.id);
    else this.#nearEnd.delete(plan.id);
    if (kept && !ending) await this.#stopIfNeeded(detail, plan, runner, memory);
  }

  async #stopIfNeeded(
    detail: RunDetail,
    plan: RunPlan,
    runner: Runner,
    memory: RunMemory,
  ) {
    const { store, logger } = this.options;
    const reason = memory.judge.stopReason();
    if (detail.state === 'running' && reason !== undefined) {
      const at = this.#now().toISOString();
      await store.requestStop(detail.id, { at, by: PORTAL, reason });
    } else if (detail.state !== 'stopping') return;
    if (this.#stopped.has(detail.id)) return;
    this.#stopped.add(detail.id);
    // Locust answers when all users are gone; the next steps see it.
    runner.stop(plan).catch(error => {
      this.#stopped.delete(detail.id);
      logger.debug(`Stop of load run ${detail.id}: ${stringifyError(error)}`);
    });
  }

  /** Fetches the report, ends what is left; the run is over when nothing is. */
  async #cleanUp(
    run: StoredRun,
    ending: Ending,
    runner: Runner,
    memory: RunMemory,
  ) {
    const { plan } = run;
    let { detail } = run;
    if (ending.reportDue) {
      const { reportDue: _, ...rest } = ending;
      const report = await reportOf(runner, plan, this.options.logger);
      detail = { ...detail, hasReport: report !== undefined };
      const fetched = {
        detail,
        ending: rest,
        ...(report === undefined ? {} : { report }),
      };
      if (!(await this.#keep(fetched))) return;
    }
    const now = this.#now();
    const { gone, over, ...left } = await cleanUp(runner, plan, {
      ending,
      now,
    });
    const problem = [ending.problem, left.problem].filter(Boolean).join(' ');
    if (!over) {
      await this.#keep({ detail: { ...detail, state: 'stopping', problem } });
      return;
    }
    // A verdict that was final stays: a clean-up says nothing of the service.
    const verdict = run.verdict?.final
      ? run.verdict
      : memory.judge.verdict(ending.state);
    const { now: _, problem: __, ...rest } = detail;
    const summary = memory.summary();
    const ended: RunDetail = {
      ...rest,
      ...(summary ? { summary } : {}),
      state: ending.state,
      endedAt: ending.at,
      ...(problem ? { problem } : {}),
      ...(gone && rest.loadFrom && !rest.loadUntil
        ? { loadUntil: now.toISOString() }
        : {}),
      verdict: shortVerdict(verdict),
    };
    await this.options.onEnd?.(ended);
    if (await this.#keep({ detail: ended, verdict })) {
      this.#memory.delete(plan.id);
      this.#stopped.delete(plan.id);
    }
  }

  #keep(step: RunStep): Promise<boolean> {
    return this.options.store.step(this.#owner, step);
  }

  /** The judge of a run; made again from the kept samples after a restart. */
  async #remembered(run: StoredRun): Promise<RunMemory> {
    const { id } = run.plan;
    const known = this.#memory.get(id);
    if (known && (known.last?.seq ?? 0) === run.lastSeq) return known;
    const memory = await RunMemory.of(run, this.options.store);
    this.#memory.set(id, memory);
    return memory;
  }
}
