import {
  countsOf,
  endpointRowsBetween,
  MasterSample,
  POINT_WINDOW_SECONDS,
  RunDetail,
  RunJudge,
  RunSummary,
  SamplePoint,
  samplePoint,
} from '@slipway/plugin-loadtest-common';
import { RunStore, StoredRun } from '../database/RunStore';

const PAGE = 200;

/**
 * What the next step of a run needs of its samples: the judge, and the samples
 * of the last points. Made again from the kept samples after a restart.
 */
export class RunMemory {
  readonly judge: RunJudge;
  readonly #recent: MasterSample[] = [];
  #loadedAt: number | undefined;
  #emptyAt: number | undefined;
  #warm: MasterSample | undefined;

  private constructor(private readonly detail: RunDetail) {
    this.judge = new RunJudge(detail);
  }

  /** Reads all kept samples of a run, one page after the other. */
  static async of(
    { detail, plan }: StoredRun,
    store: Pick<RunStore, 'samples'>,
  ): Promise<RunMemory> {
    const memory = new RunMemory(detail);
    for (let seq = 0; ; ) {
      const page = await store.samples(plan.id, seq, PAGE);
      if (page.length === 0) return memory;
      for (const sample of page) memory.#remember(sample);
      seq = page[page.length - 1].seq;
    }
  }

  get last(): MasterSample | undefined {
    return this.#recent[this.#recent.length - 1];
  }

  /** Seconds since the start of the first sample that had requests. */
  get loadedAt(): number | undefined {
    return this.#loadedAt;
  }

  /** Seconds since the start of the first of the last samples without users; undefined while there are users. */
  get emptyAt(): number | undefined {
    return this.#emptyAt;
  }

  /** Figures after the warm-up; undefined before there are any. */
  summary(): RunSummary | undefined {
    const { last } = this;
    if (!last || last === this.#warm) return undefined;
    const { total } = endpointRowsBetween(this.#warm, last);
    const { requests, failureRatio, requestsPerSecond, p50, p95, p99 } = total;
    return { requests, failureRatio, requestsPerSecond, p50, p95, p99 };
  }

  /** Takes the next sample, and gives it as charts show it. */
  add(sample: MasterSample): SamplePoint {
    const point = samplePoint(this.#recent, sample, this.detail.userClasses);
    this.#remember(sample);
    return point;
  }

  #remember(sample: MasterSample) {
    this.judge.add(sample);
    if (countsOf(sample.entries).requests > 0) this.#loadedAt ??= sample.at;
    if (sample.at <= this.detail.warmUpSeconds) this.#warm = sample;
    if (sample.users > 0) this.#emptyAt = undefined;
    else this.#emptyAt ??= sample.at;
    this.#recent.push(sample);
    while (
      this.#recent.length > 2 &&
      this.#recent[1].at <= sample.at - POINT_WINDOW_SECONDS
    ) {
      this.#recent.shift();
    }
  }
}
