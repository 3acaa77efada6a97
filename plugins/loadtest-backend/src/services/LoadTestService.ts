import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Actor } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  ComparedRun,
  endpointRowsBetween,
  FreshLaunch,
  lastUntil,
  LaunchWrite,
  RunDetail,
  RunRow,
  RunSeries,
  StopWrite,
  Suite,
  SuiteAnswer,
  SuiteTarget,
  TargetOffer,
  workersFor,
} from '@slipway/plugin-loadtest-common';
import { randomUUID } from 'node:crypto';
import { LoadTestConfig } from '../config';
import { RunStore } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';
import { offerOf } from './offers';
import { ReadSuite, SuiteReader } from './SuiteReader';

/** Starting master and workers takes at most so long; added to the end by the clock. */
const START_SECONDS = 120;
/** Fewest and most seconds between samples: a run has about 600. */
const SAMPLE_SECONDS = { least: 2, most: 10, samples: 600 };

/** The members of a run that lists show. */
function rowOf(detail: RunDetail): RunRow {
  const {
    curve: _,
    warmUpSeconds: __,
    userClasses: ___,
    thresholds: ____,
    workersWanted: _____,
    locustVersion: ______,
    simulated: _______,
    significantDigits: ________,
    hasReport: _________,
    ...row
  } = detail;
  return row;
}

/** Suites and runs: what can be read, and how runs start and end. */
export class LoadTestService {
  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntityByRef'>;
      clusters: Pick<Clusters, 'environmentOf'>;
      config: LoadTestConfig;
      logger: LoggerService;
      runners: readonly Runner[];
      store: RunStore;
      suites: SuiteReader;
      onChange(id: string): void;
    },
  ) {}

  /** The suite of an entity, with what can be launched. @throws NotFoundError */
  async suiteOf(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<SuiteAnswer> {
    const reading = await this.#read(entityRef, credentials);
    if (reading.state !== 'valid') return reading;
    const { suite, hash } = reading;
    return {
      state: 'valid',
      suite,
      hash,
      targets: await Promise.all(
        suite.targets.map(target => this.#offer(suite, target)),
      ),
    };
  }

  /** What a launch is decided by. @throws NotFoundError, ConflictError */
  async launchSubject(
    ref: { entityRef: string; cluster: string; namespace: string },
    credentials: BackstageCredentials,
  ): Promise<FreshLaunch> {
    const { entityRef, cluster, namespace } = ref;
    const { suite, hash, locustfile } = await this.#valid(
      entityRef,
      credentials,
    );
    const target = suite.targets.find(
      one => one.cluster === cluster && one.namespace === namespace,
    );
    if (!target) {
      throw new NotFoundError(
        `The suite of ${entityRef} has no target in ${cluster}/${namespace}.`,
      );
    }
    const offer = await this.#offer(suite, target);
    return { entityRef, suite, hash, locustfile, offer };
  }

  /**
   * Starts a run.
   *
   * @throws ConflictError when the target is being loaded
   * @throws ServiceUnavailableError when master and workers could not be started; nothing is left then
   */
  async launch(write: LaunchWrite, actor: Actor): Promise<{ runId: string }> {
    const { store, logger, onChange } = this.options;
    const runner = this.#runner(write.runner);
    const detail = this.#newRun(write);
    const plan = this.#plan(detail, write.locustfile, actor);
    const owner = randomUUID();
    const active = await store.open(owner, detail, plan);
    if (active) {
      throw new ConflictError(
        `${active.startedBy} is loading this target since ${active.createdAt} (run ${active.id}). One run a target.`,
      );
    }
    onChange(detail.id);
    try {
      await runner.start(plan);
    } catch (error) {
      logger.warn(`Load run ${detail.id}: ${stringifyError(error)}`);
      const at = new Date().toISOString();
      const problem = 'Master and workers could not be started.';
      await store.step(owner, {
        detail: { ...detail, problem },
        ending: { state: 'failed', at, problem },
      });
      throw new ServiceUnavailableError(
        `${problem} What was started is being removed; the portal's log says why.`,
      );
    } finally {
      await store.release(owner, detail.id);
      onChange(detail.id);
    }
    return { runId: detail.id };
  }

  /** Asks for the end of a run. @throws ConflictError when it has ended or is stopping */
  async stop({ runId, by, reason }: StopWrite): Promise<void> {
    const at = new Date().toISOString();
    if (!(await this.options.store.requestStop(runId, { at, by, reason }))) {
      throw new ConflictError('It has already ended, or is stopping.');
    }
    this.options.onChange(runId);
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
    const { detail, tables, verdict } = await this.#stored(id);
    return {
      run: detail,
      points: await this.options.store.points(id),
      ...tables,
      ...(verdict ? { verdict } : {}),
    };
  }

  /** Locust's own report. @throws NotFoundError */
  async report(id: string): Promise<string> {
    const report = await this.options.store.report(id);
    if (report === undefined) {
      throw new NotFoundError('Locust’s own report of this run was not kept.');
    }
    return report;
  }

  /** Runs side by side, each over a window of its own. @throws NotFoundError */
  compare(
    ids: readonly string[],
    from: readonly number[] = [],
    seconds?: number,
  ): Promise<ComparedRun[]> {
    return Promise.all(
      ids.map((id, index) => this.#compared(id, from[index] ?? 0, seconds)),
    );
  }

  async #compared(
    id: string,
    from: number,
    seconds: number | undefined,
  ): Promise<ComparedRun> {
    const { store } = this.options;
    const run = await this.run(id);
    const to = seconds === undefined ? Infinity : from + seconds;
    const points = await store.points(id);
    const last = lastUntil(points, to);
    const first = from > 0 ? lastUntil(points, from) : undefined;
    const end = last && (await store.sample(id, last.seq));
    const start = first && (await store.sample(id, first.seq));
    return {
      run: rowOf(run),
      window: { from, to: Math.min(to, end?.at ?? from) },
      points: points.filter(({ at }) => at >= from && at <= to),
      ...endpointRowsBetween(start, end ?? { at: 0, entries: [] }),
    };
  }

  async #stored(id: string) {
    const run = await this.options.store.find(id);
    if (!run) throw new NotFoundError(`There is no load run ${id}.`);
    return run;
  }

  #runner(name: LaunchWrite['runner']): Runner {
    const runner = this.options.runners.find(one => one.name === name);
    if (!runner) throw new NotFoundError(`There is no runner ${name}.`);
    return runner;
  }

  async #read(entityRef: string, credentials: BackstageCredentials) {
    const { catalog, suites } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}.`);
    return suites.read(entity);
  }

  async #valid(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<ReadSuite> {
    const reading = await this.#read(entityRef, credentials);
    if (reading.state === 'valid') return reading;
    throw new ConflictError(
      reading.state === 'invalid'
        ? `The suite of ${entityRef} has ${reading.errors.length} errors.`
        : reading.reason,
    );
  }

  async #offer(suite: Suite, target: SuiteTarget): Promise<TargetOffer> {
    const { clusters, config, runners, store } = this.options;
    return offerOf({
      suite,
      target,
      environment: clusters.environmentOf(target.cluster, target.namespace),
      running: await store.active(target),
      runners,
      config,
    });
  }

  #newRun(write: LaunchWrite): RunDetail {
    const { suite, profile, offer, runner, entityRef, startedBy } = write;
    const { target, environment } = offer;
    const { curve, warmUpSeconds } = profile;
    const now = Date.now();
    return {
      id: randomUUID(),
      entityRef,
      suite: suite.name,
      profile: profile.name,
      runner,
      environment,
      cluster: target.cluster,
      namespace: target.namespace,
      targetUrl: target.url,
      state: 'starting',
      startedBy,
      createdAt: new Date(now).toISOString(),
      endsBy: new Date(
        now + (START_SECONDS + curve.durationSeconds) * 1000,
      ).toISOString(),
      peakUsers: curve.peakUsers,
      durationSeconds: curve.durationSeconds,
      curve,
      warmUpSeconds,
      userClasses: suite.userClasses,
      thresholds: suite.thresholds,
      workersWanted: workersFor(
        curve.peakUsers,
        this.options.config.usersPerWorker,
      ),
      hasReport: false,
    };
  }

  #plan(detail: RunDetail, locustfile: string, actor: Actor): RunPlan {
    const { curve } = detail;
    const { least, most, samples } = SAMPLE_SECONDS;
    return {
      id: detail.id,
      runner: detail.runner,
      cluster: detail.cluster,
      namespace: detail.namespace,
      url: detail.targetUrl,
      points: curve.points,
      userClasses: detail.userClasses,
      workers: detail.workersWanted,
      peakUsers: detail.peakUsers,
      sampleSeconds: Math.min(
        most,
        Math.max(least, Math.round(curve.durationSeconds / samples)),
      ),
      deadlineSeconds: Math.ceil(START_SECONDS + curve.durationSeconds + 60),
      locustfile,
      actor,
    };
  }
}
