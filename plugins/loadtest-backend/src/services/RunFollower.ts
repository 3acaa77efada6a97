import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  endpointOf,
  endpointRows,
  MasterSample,
  MasterStatus,
  POINT_WINDOW_SECONDS,
  RunDetail,
  RunJudge,
  SamplePoint,
  samplePoint,
} from '@slipway/plugin-loadtest-common';
import { randomUUID } from 'node:crypto';
import { Ending, RunStep, RunStore, StoredRun } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';

/** Runs are looked at so often; samples come every 2 s. */
const TICK_MS = 1_000;
/** A replica that is gone loses its runs after this time. */
const LEASE_MS = 15_000;
/** A master that does not answer by then has failed to start. */
const START_MS = 120_000;
/** A master that has not taken all users away by then is ended. */
const STOP_MS = 45_000;
/** So long after its end by the clock a run is ended. */
const GRACE_MS = 60_000;
/** What cannot be removed by then is reported, and the run is over. */
const REMOVE_MS = 300_000;
const PAGE = 200;

/** Who stops a run on a breach. */
export const PORTAL = 'slipway';

interface Memory {
  judge: RunJudge;
  /** The samples that the next points need. */
  recent: MasterSample[];
}

const lastOf = ({ recent }: Memory): MasterSample | undefined =>
  recent[recent.length - 1];

export interface RunFollowerOptions {
  store: RunStore;
  runners: readonly Runner[];
  logger: LoggerService;
  /** Called after each step, for open pages. */
  onStep(id: string): void;
  /** Called once for each run that has ended. */
  onEnd?(run: RunDetail): void;
  now?: () => Date;
}

/**
 * Follows all active runs, one step each second: reads new samples, judges,
 * stops on a breach, and cleans up. All it knows is in the database, so that
 * the next start, or another replica, continues where this one ended.
 */
export class RunFollower {
  readonly #owner = randomUUID();
  readonly #memory = new Map<string, Memory>();
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

  async #follow(run: StoredRun, runner: Runner, memory: Memory) {
    const { plan, detail } = run;
    const reading = await runner.read(plan, run.lastSeq);
    if (reading.state === 'answered') {
      await this.#absorb(run, reading.status, runner, memory);
      return;
    }
    const { problem: _, ...rest } = detail;
    const ending = this.#endingWithout(detail, reading);
    await this.#keep({
      detail: ending ? rest : { ...rest, problem: reading.reason },
      ...(ending ? { ending } : {}),
    });
  }

  /** Whether a run whose master says nothing is over. */
  #endingWithout(
    detail: RunDetail,
    reading: { state: 'silent' | 'gone'; reason: string },
  ): Ending | undefined {
    const now = this.#now();
    const since = (iso: string) => now.getTime() - Date.parse(iso);
    const at = now.toISOString();
    const { stop } = detail;
    if (stop && (reading.state === 'gone' || since(stop.at) > STOP_MS)) {
      return { state: 'stopped', at };
    }
    if (reading.state === 'gone') {
      return { state: 'failed', at, problem: reading.reason };
    }
    if (detail.state === 'starting' && since(detail.createdAt) > START_MS) {
      return {
        state: 'failed',
        at,
        problem: `The master did not start. ${reading.reason}`,
      };
    }
    return since(detail.endsBy) > GRACE_MS
      ? {
          state: 'failed',
          at,
          problem: `The end of the run is past and its master does not answer. ${reading.reason}`,
        }
      : undefined;
  }

  /** Takes over what the master says. */
  async #absorb(
    run: StoredRun,
    status: MasterStatus,
    runner: Runner,
    memory: Memory,
  ) {
    const { plan } = run;
    const samples = status.samples.map(sample => ({
      sample,
      point: this.#point(memory, sample, run.detail),
    }));
    const last = memory.recent[memory.recent.length - 1];
    const point = samples[samples.length - 1]?.point;
    const detail = this.#detailOf(run.detail, status, point, last);
    const allRead = (last?.seq ?? 0) >= status.lastSeq;
    const ending =
      status.finished && allRead
        ? endingOf(detail, status, this.#now())
        : this.#overdue(detail);
    const report = ending ? await this.#report(runner, plan) : undefined;
    const verdict = memory.judge.verdict(detail.state);
    const kept = await this.#keep({
      detail: {
        ...detail,
        hasReport: detail.hasReport || report !== undefined,
        verdict: {
          outcome: verdict.outcome,
          reason: verdict.reasons[0] ?? '',
          final: verdict.final,
        },
      },
      samples,
      verdict,
      tables: {
        endpoints: last ? endpointRows(last).endpoints : [],
        errors: status.errors.map(one => ({
          key: `${endpointOf(one)} ${one.error}`,
          endpoint: endpointOf(one),
          message: one.error,
          occurrences: one.occurrences,
        })),
        workers: status.workers.map(({ cpuPercent, memoryBytes, ...one }) => ({
          ...one,
          ...(cpuPercent === null ? {} : { cpuPercent }),
          ...(memoryBytes === null ? {} : { memoryBytes }),
        })),
      },
      ...(ending ? { ending } : {}),
      ...(report === undefined ? {} : { report }),
    });
    if (kept && !ending) await this.#stopIfNeeded(detail, plan, runner, memory);
  }

  #detailOf(
    before: RunDetail,
    status: MasterStatus,
    point: SamplePoint | undefined,
    last: MasterSample | undefined,
  ): RunDetail {
    const { problem: _, ...detail } = before;
    const total = last && endpointRows(last).total;
    return {
      ...detail,
      state:
        detail.state === 'starting' && status.startedAt !== null
          ? 'running'
          : detail.state,
      locustVersion: status.locust,
      significantDigits: status.significantDigits,
      ...(status.simulated ? { simulated: true } : {}),
      ...(status.startedAt === null
        ? {}
        : { startedAt: new Date(status.startedAt * 1000).toISOString() }),
      ...(point
        ? {
            now: {
              users: point.users,
              wantedUsers: point.wantedUsers,
              requestsPerSecond: point.requestsPerSecond,
              ...(total?.failureRatio === undefined
                ? {}
                : { failureRatio: total.failureRatio }),
              ...(point.p95 === undefined ? {} : { p95: point.p95 }),
            },
          }
        : {}),
    };
  }

  #point(memory: Memory, sample: MasterSample, detail: RunDetail) {
    const point = samplePoint(memory.recent, sample, detail.userClasses);
    remember(memory, sample);
    return point;
  }

  /** A run that continues although it should have ended. */
  #overdue({ stop, endsBy }: RunDetail): Ending | undefined {
    const now = this.#now();
    const at = now.toISOString();
    if (stop && now.getTime() - Date.parse(stop.at) > STOP_MS) {
      return { state: 'stopped', at };
    }
    return now.getTime() - Date.parse(endsBy) > GRACE_MS
      ? { state: 'failed', at, problem: 'It did not end by itself in time.' }
      : undefined;
  }

  async #stopIfNeeded(
    detail: RunDetail,
    plan: RunPlan,
    runner: Runner,
    memory: Memory,
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
    memory: Memory,
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
    const ended: RunDetail = {
      ...rest,
      state: ending.state,
      endedAt: ending.at,
      ...(problem ? { problem } : {}),
      verdict: {
        outcome: verdict.outcome,
        reason: verdict.reasons[0] ?? '',
        final: true,
      },
    };
    if (await this.#keep({ detail: ended, verdict })) {
      this.#memory.delete(plan.id);
      this.#stopped.delete(plan.id);
      this.options.onEnd?.(ended);
    }
  }

  #keep(step: RunStep): Promise<boolean> {
    return this.options.store.step(this.#owner, step);
  }

  /** The judge of a run; made again from the kept samples after a restart. */
  async #remembered(run: StoredRun): Promise<Memory> {
    const { id } = run.plan;
    const known = this.#memory.get(id);
    if (known && (lastOf(known)?.seq ?? 0) === run.lastSeq) return known;
    const memory: Memory = { judge: new RunJudge(run.detail), recent: [] };
    for (let seq = 0; ; ) {
      const page = await this.options.store.samples(id, seq, PAGE);
      if (page.length === 0) break;
      for (const sample of page) remember(memory, sample);
      seq = page[page.length - 1].seq;
    }
    this.#memory.set(id, memory);
    return memory;
  }
}

function remember(memory: Memory, sample: MasterSample) {
  memory.judge.add(sample);
  memory.recent.push(sample);
  while (
    memory.recent.length > 2 &&
    memory.recent[1].at <= sample.at - POINT_WINDOW_SECONDS
  ) {
    memory.recent.shift();
  }
}

function endingOf(
  { stop }: RunDetail,
  { complete, state }: MasterStatus,
  now: Date,
): Ending {
  const at = now.toISOString();
  if (stop) return { state: 'stopped', at };
  return complete
    ? { state: 'finished', at }
    : {
        state: 'failed',
        at,
        problem: `Locust ended the run before its curve did (${state}): all workers were lost, or it was stopped past the portal.`,
      };
}
