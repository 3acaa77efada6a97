import { MasterSample } from '../master/protocol';
import { countsOf } from '../samples/histogram';
import { SamplePoint } from '../types';

/** From here on a worker measures its own queue too. Locust warns at the same value (`CPU_WARNING_THRESHOLD`). */
export const BUSY_CPU_PERCENT = 90;
/** So long a state of the generator must last to count, seconds. */
const LASTING_SECONDS = 10;
/** Fewer users than this share of what was wanted are a shortfall. */
const REACHED_SHARE = 0.9;

/** Adds up how long something lasts without a break. */
class Lasting {
  #since: number | undefined;
  longest = 0;

  add(at: number, previousAt: number, holds: boolean) {
    if (!holds) {
      this.#since = undefined;
      return;
    }
    this.#since ??= previousAt;
    this.longest = Math.max(this.longest, at - this.#since);
  }
}

function overloadedFor(seconds: number): string | undefined {
  return seconds >= LASTING_SECONDS
    ? `The generator was overloaded: a worker used ${BUSY_CPU_PERCENT} % or more of its core for ${Math.round(
        seconds,
      )} s.`
    : undefined;
}

function shortFor(seconds: number): string | undefined {
  return seconds >= LASTING_SECONDS
    ? `The generator had fewer than ${
        REACHED_SHARE * 100
      } % of the wanted users for ${Math.round(seconds)} s.`
    : undefined;
}

/**
 * Watches whether the generator did what was wanted of it, and whether the
 * target answers at all. Pure.
 */
export class GeneratorWatch {
  readonly #busy = new Lasting();
  readonly #short = new Lasting();
  #previousAt = 0;
  #requests = 0;
  #lastFinishedAt: number | undefined;
  #reset = false;
  #hung: string | undefined;

  constructor(
    private readonly options: {
      warmUpSeconds: number;
      hungAfterSeconds: number;
    },
  ) {}

  add(sample: MasterSample) {
    const { at, users, wantedUsers, maxCpuPercent } = sample;
    const { requests } = countsOf(sample.entries);
    const { warmUpSeconds, hungAfterSeconds } = this.options;
    const after = at > warmUpSeconds;
    const previousAt = Math.max(this.#previousAt, warmUpSeconds);
    this.#busy.add(
      at,
      previousAt,
      after && maxCpuPercent !== null && maxCpuPercent >= BUSY_CPU_PERCENT,
    );
    this.#short.add(
      at,
      previousAt,
      after && users < wantedUsers * REACHED_SHARE,
    );
    if (requests < this.#requests) this.#reset = true;
    if (requests !== this.#requests || users === 0 || sample.workers === 0) {
      this.#lastFinishedAt = undefined;
    } else {
      this.#lastFinishedAt ??= this.#previousAt;
      const seconds = at - this.#lastFinishedAt;
      if (seconds >= hungAfterSeconds) {
        this.#hung ??= `The target hangs: no request finished within ${Math.round(
          seconds,
        )} s while ${users} users were active.`;
      }
    }
    this.#requests = requests;
    this.#previousAt = at;
  }

  /** The target stopped answering: one sentence. */
  get hung(): string | undefined {
    return this.#hung;
  }

  /** Response times are those of the generator too: one sentence. */
  get overloaded(): string | undefined {
    return overloadedFor(this.#busy.longest);
  }

  /** There was less load than wanted: one sentence. */
  get shortfall(): string | undefined {
    return shortFor(this.#short.longest);
  }

  /** Counters went back: one sentence. */
  get reset(): string | undefined {
    return this.#reset
      ? 'The counters of the master were reset during the run.'
      : undefined;
  }
}

/** Why the generator is in doubt within the samples of a window, one sentence each. Pure. */
export function generatorDoubts(
  points: ReadonlyArray<
    Pick<SamplePoint, 'at' | 'users' | 'wantedUsers' | 'maxCpuPercent'>
  >,
): string[] {
  const busy = new Lasting();
  const short = new Lasting();
  points.forEach(({ at, users, wantedUsers, maxCpuPercent = 0 }, index) => {
    const previousAt = points[index - 1]?.at ?? at;
    busy.add(at, previousAt, maxCpuPercent >= BUSY_CPU_PERCENT);
    short.add(at, previousAt, users < wantedUsers * REACHED_SHARE);
  });
  return [overloadedFor(busy.longest), shortFor(short.longest)].filter(
    (doubt): doubt is string => doubt !== undefined,
  );
}
