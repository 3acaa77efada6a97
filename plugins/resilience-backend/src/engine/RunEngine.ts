import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  isActive,
  judge,
  plannedEndSeconds,
  RunDetail,
  RunPart,
  Sample,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { randomUUID } from 'node:crypto';
import { ResilienceStore, StoredRun } from '../database/ResilienceStore';
import { PartDriver } from './PartDriver';
import { dueParts, gateOfBaseline, isLive, progress } from './progress';
import { Sampler } from './Sampler';

/** One step of each run so often. */
const TICK_MS = 1_000;
/** A replica that is gone loses its runs after this time. */
const LEASE_MS = 15_000;
/** A run whose parts cannot be ended is given up so long after its planned end, and says so. */
const GIVE_UP_MS = 30 * 60_000;

export interface RunEngineOptions {
  driver: PartDriver;
  logger: LoggerService;
  sampler: Sampler;
  store: ResilienceStore;
  /** Called after each step that changed something, for open pages. */
  onStep(id: string): void;
  /** Called before a run is kept as ended; may be called again for the same run. */
  onEnd(run: RunDetail, verdict: Verdict): Promise<void>;
  now(): number;
}

/** What this process remembers of a run; all of it is in the database too, but the credentials. */
interface Memory {
  samples: Sample[];
}

/**
 * Carries out joint runs: one step each second of every active run that this
 * process has the lease of. All it knows is in the database, so that the next
 * start, or another replica, continues; but the credentials of a user are in
 * memory only, so that parts which were not started then never are.
 */
export class RunEngine {
  /** Of leases. */
  readonly owner = randomUUID();
  readonly #credentials = new Map<string, BackstageCredentials>();
  readonly #memory = new Map<string, Memory>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | undefined;
  #ended = false;

  constructor(private readonly options: RunEngineOptions) {}

  /** For how long a run that was just launched is this process' own. */
  get leaseMs(): number {
    return LEASE_MS;
  }

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

  /** No more steps; another replica, or the next start, takes over. */
  async stop(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#working;
    await this.options.store.release(this.owner);
  }

  /** The parts of this run are started with these credentials. */
  remember(id: string, credentials: BackstageCredentials): void {
    this.#credentials.set(id, credentials);
  }

  /** The run was not kept, or has ended. */
  forget(id: string): void {
    this.#credentials.delete(id);
    this.#memory.delete(id);
  }

  /** One step of every active run. Never throws. */
  async tick(): Promise<void> {
    const { store, logger, now } = this.options;
    try {
      const ids = await store.claim(this.owner, new Date(now()), LEASE_MS);
      // Another replica may take samples of what is not this process' own.
      for (const id of this.#memory.keys()) {
        if (!ids.includes(id)) this.#memory.delete(id);
      }
      await Promise.all(
        ids.map(id =>
          this.#step(id).catch(error =>
            logger.warn(`Joint run ${id}: ${stringifyError(error)}`),
          ),
        ),
      );
    } catch (error) {
      logger.warn(`Joint runs cannot be followed: ${stringifyError(error)}`);
    }
  }

  async #step(id: string): Promise<void> {
    const { driver, store, now } = this.options;
    const stored = await store.find(id);
    if (!stored) return;
    const memory = await this.#remembered(id);
    const seen = withAbsence(stored, now());
    const asked = { ...seen, parts: await driver.refresh(seen) };
    const sampled = await this.#sampled(asked, memory);
    const samples = sampled.sample
      ? [...memory.samples, sampled.sample]
      : memory.samples;
    const planned = plannedEndSeconds(stored.detail.design);
    let run = progress(sampled.run, samples, now(), planned);
    const due = this.#due(run, samples);
    run = progress(due.run, samples, now(), planned);
    if (run.stop) {
      const problem = await driver.stop(run, run.stop.reason);
      run = this.#givenUp(withProblem(run, problem));
    }
    const kept = await this.#keep(stored, run, samples, sampled.sample);
    if (!kept) {
      this.#memory.delete(id);
      for (const part of due.parts) driver.skip(run, part);
      return;
    }
    memory.samples = samples;
    this.#startAll(kept, due.parts);
    if (!isActive(kept)) {
      driver.forget(kept);
      this.forget(id);
    }
  }

  /** Takes a sample when one is due. */
  async #sampled(
    run: RunDetail,
    { samples }: Memory,
  ): Promise<{ run: RunDetail; sample?: Sample }> {
    const { sampler, now } = this.options;
    const last = samples[samples.length - 1];
    const at = now();
    // Half a tick of tolerance, so that samples do not drift apart.
    const due =
      !last ||
      at - Date.parse(last.at) >= run.sampleSeconds * 1000 - TICK_MS / 2;
    if (!due) return { run };
    const { sample, canaries } = await sampler.take(
      run,
      (last?.seq ?? 0) + 1,
      new Date(at).toISOString(),
    );
    return { run: { ...run, canaries }, sample };
  }

  /** Marks the parts that are to be started now, or stops the run where they may not be. */
  #due(
    run: RunDetail,
    samples: readonly Sample[],
  ): { run: RunDetail; parts: RunPart[] } {
    const at = new Date(this.options.now()).toISOString();
    const due = dueParts(run, this.options.now());
    if (due.length === 0) return { run, parts: [] };
    const stopped = (cause: 'portal' | 'baseline', reason: string) => ({
      run: { ...run, stop: { at, cause, reason } },
      parts: [],
    });
    if (!this.#credentials.has(run.id)) {
      return stopped(
        'portal',
        `The portal was restarted before ${due[0].title} was started: only the session that launched the run may start it.`,
      );
    }
    const problem = gateOfBaseline(run, due, samples);
    if (problem) return stopped('baseline', problem);
    const starting = due.map(part => ({
      ...part,
      phase: 'starting' as const,
      state: 'being started',
      startedAt: at,
    }));
    const parts = run.parts.map(
      part => starting.find(({ id }) => id === part.id) ?? part,
    );
    return { run: { ...run, parts }, parts: starting };
  }

  #startAll(run: RunDetail, parts: readonly RunPart[]) {
    const { driver, onStep } = this.options;
    const credentials = this.#credentials.get(run.id);
    for (const part of parts) {
      // A stop that was asked for during this step.
      if (run.stop || !credentials) driver.skip(run, part);
      else driver.start(run, part, credentials, () => onStep(run.id));
    }
  }

  /** A run of which parts cannot be ended, long after all should have been over. */
  #givenUp(run: RunDetail): RunDetail {
    const left = run.parts.filter(isLive);
    const since = Math.max(
      Date.parse(run.plannedEndAt),
      Date.parse(run.stop?.at ?? run.plannedEndAt),
    );
    if (left.length === 0 || this.options.now() - since < GIVE_UP_MS) {
      return run;
    }
    return {
      ...run,
      state: 'failed',
      problem: `It is not known whether ${left
        .map(({ title }) => title)
        .join(
          ' and ',
        )} ended: look at it on its own page. It has a duration, and ends by itself.`,
    };
  }

  async #keep(
    stored: StoredRun,
    run: RunDetail,
    samples: readonly Sample[],
    sample: Sample | undefined,
  ): Promise<RunDetail | undefined> {
    const { store, onEnd, onStep, now } = this.options;
    const at = new Date(now()).toISOString();
    const ended = isActive(run) ? run : { ...run, endedAt: at };
    const verdict = judge(ended, samples);
    const detail: RunDetail = {
      ...ended,
      verdict: {
        outcome: verdict.outcome,
        reason: verdict.reasons[0] ?? '',
        final: verdict.final,
      },
    };
    if (verdict.final) await onEnd(detail, verdict);
    const kept = await store.step(this.owner, {
      detail,
      at,
      verdict,
      ...(sample ? { sample } : {}),
    });
    const changed =
      sample || JSON.stringify(detail) !== JSON.stringify(stored.detail);
    if (kept && changed) onStep(detail.id);
    return kept;
  }

  async #remembered(id: string): Promise<Memory> {
    const known = this.#memory.get(id);
    if (known) return known;
    const memory = { samples: await this.options.store.samples(id) };
    this.#memory.set(id, memory);
    return memory;
  }
}

/** The run with the time in which nobody did a step, where that was more than a few samples. */
function withAbsence({ detail, steppedAt }: StoredRun, now: number): RunDetail {
  const before = Date.parse(steppedAt ?? detail.createdAt);
  const allowed = Math.max(3 * detail.sampleSeconds, LEASE_MS / 1000) * 1000;
  if (now - before <= allowed) return detail;
  return {
    ...detail,
    absences: [
      ...detail.absences,
      {
        from: new Date(before).toISOString(),
        to: new Date(now).toISOString(),
        reason: 'the portal was away.',
      },
    ],
  };
}

function withProblem(run: RunDetail, problem: string | undefined): RunDetail {
  const { problem: _, ...rest } = run;
  return problem ? { ...rest, problem } : rest;
}
