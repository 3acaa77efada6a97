import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  ComparedRun,
  CompareQuery,
  endpointRowsBetween,
  generatorDoubts,
  lastUntil,
  RunDetail,
  RunRow,
  runRowSchema,
  RunSeries,
  SamplePoint,
  StopWrite,
} from '@slipway/plugin-loadtest-common';
import { RunStore } from '../database/RunStore';

/** The members of a run that lists show. */
const rowOf = (detail: RunDetail): RunRow => runRowSchema.parse(detail);

/** @throws NotFoundError where what is asked for was deleted */
function refuseGone({ id, seriesGoneAt }: RunDetail, what: string) {
  if (seriesGoneAt === undefined) return;
  throw new NotFoundError(
    `Load run ${id}: ${what} were deleted on ${seriesGoneAt.slice(
      0,
      10,
    )}, past their retention. Its verdict and its summary are kept.`,
  );
}

/** Runs: what can be read of them, and how they are ended early. */
export class RunsService {
  constructor(
    private readonly options: {
      store: RunStore;
      onChange(id: string): void;
    },
  ) {}

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

  /** The samples as charts show them. @throws NotFoundError, also when they were deleted */
  async points(id: string): Promise<SamplePoint[]> {
    refuseGone(await this.run(id), 'its samples');
    return this.options.store.points(id);
  }

  /** Locust's own report. @throws NotFoundError */
  async report(id: string): Promise<string> {
    const report = await this.options.store.report(id);
    if (report === undefined) {
      const { detail } = await this.#stored(id);
      refuseGone(detail, 'its samples and Locust’s report');
      throw new NotFoundError('Locust’s own report of this run was not kept.');
    }
    return report;
  }

  /**
   * Runs side by side, each over a window of its own. Percentiles are those of
   * the merged histograms of the window.
   *
   * @throws NotFoundError
   */
  compare(query: CompareQuery): Promise<ComparedRun[]> {
    const { runs, from = [], seconds, points } = query;
    return Promise.all(
      runs.map((id, index) =>
        this.#compared(id, {
          from: from[index] ?? 0,
          seconds,
          withPoints: points === 'all',
        }),
      ),
    );
  }

  async #compared(
    id: string,
    window: { from: number; seconds?: number; withPoints: boolean },
  ): Promise<ComparedRun> {
    const { store } = this.options;
    const { from, seconds, withPoints } = window;
    const run = await this.run(id);
    refuseGone(run, 'its samples');
    const { warmUpSeconds, suiteHash, simulated, significantDigits } = run;
    const to = seconds === undefined ? Infinity : from + seconds;
    const points = await store.points(id);
    const last = lastUntil(points, to);
    const first = from > 0 ? lastUntil(points, from) : undefined;
    const end = last && (await store.sample(id, last.seq));
    const start = first && (await store.sample(id, first.seq));
    return {
      run: rowOf(run),
      window: { from, to: Math.min(to, end?.at ?? from) },
      points: withPoints ? points : [],
      generator: generatorDoubts(
        points.filter(({ at }) => at >= from && at <= to),
      ),
      warmUpSeconds,
      ...(suiteHash === undefined ? {} : { suiteHash }),
      ...(simulated ? { simulated } : {}),
      ...(significantDigits === undefined ? {} : { significantDigits }),
      ...endpointRowsBetween(start, end ?? { at: 0, entries: [] }),
    };
  }

  async #stored(id: string) {
    const run = await this.options.store.find(id);
    if (!run) throw new NotFoundError(`There is no load run ${id}.`);
    return run;
  }
}
