import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  CheckAnswer,
  LaunchWrite,
  OptionsAnswer,
  plannedEndSeconds,
  Report,
  reportOf,
  RunDetail,
  runningReason,
  RunPlace,
  RunRow,
  RunSeries,
  Sample,
  samplesGoneText,
  SavedDesign,
  score,
  Score,
  ScoreAnswer,
  scoreCourse,
  StopWrite,
} from '@slipway/plugin-resilience-common';
import { ResilienceConfig } from '../config';
import { ResilienceStore } from '../database/ResilienceStore';
import { RunEngine } from '../engine/RunEngine';
import { DesignChecks, runningThere } from './DesignChecks';
import { suggestedDesign } from './suggestedDesign';
import { Workloads } from './Workloads';

/** Runs of an entity that a score is made of. */
const SCORED = 500;

/** The members of a run that lists show. */
export function rowOf(detail: RunDetail): RunRow {
  const {
    absences: _,
    canaries: __,
    design: ___,
    faultEndedAt: ____,
    injectedAt: _____,
    sampleSeconds: ______,
    samplesGoneAt: _______,
    parts,
    ...row
  } = detail;
  return {
    ...row,
    parts: parts.map(({ id, kind, offer, title }) => ({
      id,
      kind,
      offer,
      title,
    })),
  };
}

/** Joint runs, designs and scores: what can be read, and how runs start and end. */
export class ResilienceService {
  /** Whose a check is, from the check of a launch to its write. */
  readonly #launchers = new WeakMap<
    CheckAnswer,
    { credentials: BackstageCredentials; workload: string }
  >();

  constructor(
    private readonly options: {
      checks: DesignChecks;
      config: ResilienceConfig;
      engine: Pick<RunEngine, 'forget' | 'leaseMs' | 'owner' | 'remember'>;
      store: ResilienceStore;
      workloads: Pick<Workloads, 'environmentOf'>;
      now(): number;
      onRun(id: string): void;
      onEntity(entityRef: string): void;
    },
  ) {}

  async optionsOf(entityRef: string): Promise<OptionsAnswer> {
    const { checks, config } = this.options;
    return {
      places: await checks.places(entityRef),
      missing: checks.missing(),
      limits: config.limits,
      suggested: suggestedDesign(config.limits),
    };
  }

  /** The check of a launch: a run that is launched with it starts its parts with these credentials. */
  async checkForLaunch(
    place: RunPlace,
    design: LaunchWrite['design'],
    credentials: BackstageCredentials,
  ): Promise<CheckAnswer> {
    const { workload, ...check } = await this.options.checks.check(
      place,
      design,
      credentials,
    );
    if (workload !== undefined) {
      this.#launchers.set(check, { credentials, workload });
    }
    return check;
  }

  /**
   * Starts a run.
   *
   * @throws ConflictError when its target has one
   */
  async launch(
    place: RunPlace,
    write: LaunchWrite,
  ): Promise<{ runId: string }> {
    const { engine, store, onRun, onEntity } = this.options;
    const launcher = this.#launchers.get(write.check);
    if (!launcher) throw new ConflictError('Check the design again.');
    const detail = this.#newRun(place, write, launcher.workload);
    // First: the engine may do its first step as soon as the run is kept.
    engine.remember(detail.id, launcher.credentials);
    const active = await store
      .open(engine.owner, detail, engine.leaseMs)
      .catch(error => {
        engine.forget(detail.id);
        throw error;
      });
    if (active) {
      engine.forget(detail.id);
      throw new ConflictError(runningReason(runningThere(active)));
    }
    onRun(detail.id);
    onEntity(detail.entityRef);
    return { runId: detail.id };
  }

  /** Asks for the end of a run. @throws ConflictError when it has ended or is stopping */
  async stop({ runId, by, reason }: StopWrite): Promise<void> {
    const at = new Date(this.options.now()).toISOString();
    const asked = await this.options.store.requestStop(runId, {
      at,
      cause: 'user',
      by,
      reason,
    });
    if (!asked)
      throw new ConflictError('It has already ended, or is stopping.');
    this.options.onRun(runId);
  }

  /** Newest first. */
  async list(filter: { entityRef?: string; limit: number }): Promise<RunRow[]> {
    return (await this.options.store.list(filter)).map(rowOf);
  }

  /** @throws NotFoundError */
  async run(id: string): Promise<RunDetail> {
    return (await this.#stored(id)).detail;
  }

  /** @throws NotFoundError */
  async series(id: string): Promise<RunSeries> {
    const { detail, verdict } = await this.#stored(id);
    return {
      run: detail,
      samples: await this.options.store.samples(id),
      ...(verdict ? { verdict } : {}),
    };
  }

  /** @throws NotFoundError, also when its samples were deleted */
  async samples(id: string): Promise<Sample[]> {
    const { run, samples } = await this.series(id);
    if (run.samplesGoneAt === undefined) return samples;
    throw new NotFoundError(samplesGoneText(run.samplesGoneAt));
  }

  /** @throws NotFoundError */
  async report(id: string): Promise<Report> {
    return reportOf(await this.series(id));
  }

  async score(entityRef: string): Promise<Score> {
    return score(entityRef, await this.#scored(entityRef), this.#now());
  }

  async scoreWithCourse(entityRef: string): Promise<ScoreAnswer> {
    const runs = await this.#scored(entityRef);
    return {
      score: score(entityRef, runs, this.#now()),
      course: scoreCourse(entityRef, runs, this.#now()),
    };
  }

  designs(entityRef: string): Promise<SavedDesign[]> {
    return this.options.store.designs(entityRef);
  }

  async saveDesign(saved: SavedDesign): Promise<{ designId: string }> {
    const designId = await this.options.store.saveDesign(saved);
    this.options.onEntity(saved.entityRef);
    return { designId };
  }

  /** @throws NotFoundError */
  async deleteDesign(entityRef: string, id: string): Promise<object> {
    if (!(await this.options.store.deleteDesign(entityRef, id))) {
      throw new NotFoundError(`${entityRef} has no saved design ${id}.`);
    }
    this.options.onEntity(entityRef);
    return {};
  }

  #newRun(
    { entityRef, cluster, namespace }: RunPlace,
    { id, design, check, designId, startedBy }: LaunchWrite,
    workload: string,
  ): RunDetail {
    const { config, workloads } = this.options;
    const now = this.options.now();
    return {
      id,
      entityRef,
      cluster,
      namespace,
      title: design.title,
      workload,
      environment: workloads.environmentOf(cluster, namespace),
      state: 'starting',
      startedBy,
      createdAt: new Date(now).toISOString(),
      plannedEndAt: new Date(
        now + plannedEndSeconds(design) * 1000,
      ).toISOString(),
      ...(designId ? { designId } : {}),
      design,
      parts: design.parts.map(part => ({
        ...part,
        phase: 'waiting',
        state: 'waiting for its time',
        touches:
          check.parts.find(({ partId }) => partId === part.id)?.check.touches ??
          [],
      })),
      sampleSeconds: config.limits.sampleSeconds,
      absences: [],
      canaries: [],
    };
  }

  #now(): Date {
    return new Date(this.options.now());
  }

  #scored(entityRef: string): Promise<RunRow[]> {
    return this.list({ entityRef, limit: SCORED });
  }

  async #stored(id: string) {
    const run = await this.options.store.find(id);
    if (!run) throw new NotFoundError(`There is no joint run ${id}.`);
    return run;
  }
}
