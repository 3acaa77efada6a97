import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { MasterStatus, RunDetail } from '@slipway/plugin-loadtest-common';
import { randomUUID } from 'node:crypto';
import { Ending, RunStep, RunStore, StoredRun } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';
import { endingOf, endingWithout, overdue } from './endings';
import { RunMemory } from './RunMemory';
import { detailWith, shortVerdict, tablesOf } from './takeOver';

/** Runs are looked at so often; samples come every 2 s. */
const TICK_MS = 1_000;
/** A replica that is gone loses its runs after this time. */
const LEASE_MS = 15_000;
/** What cannot be removed by then is reported, and the run is over. */
const REMOVE_MS = 300_000;

/** Who stops a run on a breach. */
export const PORTAL = 'slipway';

export interface RunFollowerOptions {
  store: RunStore;
  runners: readonly Runner[];
  logger: LoggerService;
  /** Called after each step, for open pages. */
  onStep(id: string): void;
  /** Called once for each run that has ended. */
  onEnd?(run: RunDetail): unknown;
  now?: () => Date;
}

/**
 * Follows all active runs, one step each second: reads new samples, judges,
 * stops on a breach, and cleans up. All it knows is in the database, so that
 * the next start, or another replica, continues where this one ended.
 */
export class RunFollower {
  readonly #owner = randomUUID();
  readonly #memory = new Map<string, RunMemory>();
  readonly #stopped = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #ended = false;

  constructor(private readonly options: RunFollowerOptions) {}

  start(): void {
    const next = () => {
      this.#timer = setTimeout(async () => {
        this.#working = this.tick();
        await this.#working;
        if (!this.#ended) next();
      }, TICK_MS);
      this.#timer.unref();
    };
    next();
  }

  /** No more steps; runs continue without the portal. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** One step of every active run. Never throws. */
  async tick(): Promise<void> {
    const { store, logger } = this.options;
    try {
      const ids = await store.claim(this.#owner, this.#now(), LEASE_MS);
      await Promise.all(
        ids.map(id =>
          this.#step(id).catch(error =>
            logger.warn(`Load run ${id}: ${stringifyError(error)}`),
          ),
        ),
      );
    } catch (error) {
      logger.warn(`Load runs cannot be followed: ${stringifyError(error)}`);
    }
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  async #step(id: string): Promise<void> {
    const { store, runners, onStep } = this.options;
    const run = await store.find(id);
    if (!run) return;
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
    else await this.#follow(run, runner, memory);
    onStep(id);
  }

  async #follow(run: StoredRun, runner: Runner, memory: RunMemory) {
    const { plan, detail } = run;
    const reading = await runner.read(plan, run.lastSeq);
    if (reading.state === 'answered') {
      await this.#absorb(run, reading.status, runner, memory);
      return;
    }
    const { problem: _, ...rest } = detail;
    const ending = endingWithout(detail, reading, this.#now());
    await this.#keep({
      detail: ending ? rest : { ...rest, problem: reading.reason },
      ...(ending ? { ending } : {}),
    });
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
    const ending =
      status.finished && allRead
        ? endingOf(detail, status, this.#now())
        : overdue(detail, this.#now());
    const report = ending ? await this.#report(runner, plan) : undefined;
    const verdict = judge.verdict(detail.state);
    const kept = await this.#keep({
      detail: {
        ...detail,
        hasReport: detail.hasReport || report !== undefined,
        verdict: shortVerdict(verdict),
      },
      samples,
      verdict,
      tables: tablesOf(status, last),
      ...(ending ? { ending } : {}),
      ...(report === undefined ? {} : { report }),
    });
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

  async #report(runner: Runner, plan: RunPlan): Promise<string | undefined> {
    try {
      return await runner.report(plan);
    } catch (error) {
      this.options.logger.warn(
        `Report of load run ${plan.id}: ${stringifyError(error)}`,
      );
      return undefined;
    }
  }

  /** Ends what is left; the run is over when nothing is. */
  async #cleanUp(
    run: StoredRun,
    ending: Ending,
    runner: Runner,
    memory: RunMemory,
  ) {
    const { plan, detail } = run;
    const now = this.#now();
    await runner.remove(plan);
    const left = await runner.leftovers(plan);
    const late = now.getTime() - Date.parse(ending.at) > REMOVE_MS;
    const still = left.length > 0 ? `Still there: ${left.join(', ')}.` : '';
    const problem = [ending.problem, still].filter(Boolean).join(' ');
    if (left.length > 0 && !late) {
      await this.#keep({ detail: { ...detail, state: 'stopping', problem } });
      return;
    }
    const verdict = memory.judge.verdict(ending.state);
    const { now: _, problem: __, ...rest } = detail;
    const summary = memory.summary();
    const ended: RunDetail = {
      ...rest,
      ...(summary ? { summary } : {}),
      state: ending.state,
      endedAt: ending.at,
      ...(problem ? { problem } : {}),
      ...(left.length === 0 && rest.loadFrom && !rest.loadUntil
        ? { loadUntil: now.toISOString() }
        : {}),
      verdict: shortVerdict(verdict),
    };
    if (await this.#keep({ detail: ended, verdict })) {
      this.#memory.delete(plan.id);
      this.#stopped.delete(plan.id);
      await this.options.onEnd?.(ended);
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
