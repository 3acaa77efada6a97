import { MasterSample } from '../master/protocol';
import { countsOf } from '../samples/histogram';
import {
  RunState,
  Threshold,
  ThresholdResult,
  UserClass,
  Verdict,
  VerdictOutcome,
} from '../types';
import { GeneratorWatch } from './generator';
import { ThresholdJudge } from './thresholdJudge';

/** What a run is judged by. */
export interface JudgeOptions {
  thresholds: readonly Threshold[];
  warmUpSeconds: number;
  userClasses: readonly UserClass[];
}

/** Without a finished request for so long a target hangs, seconds: at least 15, and three times the slowest pacing. */
export function hungAfterSeconds(classes: readonly UserClass[]): number {
  return Math.max(15, ...classes.map(one => one.pacingSeconds * 3));
}

const isText = (text: string | undefined): text is string => text !== undefined;

/**
 * Judges a run while its samples come in. Keeps only the samples of the
 * longest window. The same samples give the same verdict, however they are
 * split. Pure.
 */
export class RunJudge {
  readonly #judges: ThresholdJudge[];
  readonly #generator: GeneratorWatch;
  readonly #keepSeconds: number;
  readonly #recent: MasterSample[] = [];
  #lastSeq = 0;
  #requests = 0;
  #requestsInWarmUp = 0;

  constructor(private readonly options: JudgeOptions) {
    const { thresholds, warmUpSeconds, userClasses } = options;
    this.#judges = thresholds.map(
      threshold => new ThresholdJudge(threshold, warmUpSeconds),
    );
    this.#generator = new GeneratorWatch({
      warmUpSeconds,
      hungAfterSeconds: hungAfterSeconds(userClasses),
    });
    this.#keepSeconds = Math.max(
      0,
      ...thresholds.map(({ windowSeconds = 0 }) => windowSeconds),
    );
  }

  /** Adds the next sample; one that was added before changes nothing. */
  add(sample: MasterSample) {
    if (sample.seq <= this.#lastSeq) return;
    this.#lastSeq = sample.seq;
    for (const judge of this.#judges) judge.add(this.#recent, sample);
    this.#generator.add(sample);
    const { requests } = countsOf(sample.entries);
    this.#requests = requests;
    if (sample.at <= this.options.warmUpSeconds) {
      this.#requestsInWarmUp = requests;
    }
    this.#recent.push(sample);
    // One sample before the window stays: the window starts in it.
    while (
      this.#recent.length > 1 &&
      this.#recent[1].at <= sample.at - this.#keepSeconds
    ) {
      this.#recent.shift();
    }
  }

  /** Why the run has to be stopped now: the target hangs, or a threshold that says so is breached. */
  stopReason(): string | undefined {
    if (this.#generator.hung) return this.#generator.hung;
    return this.#results().find(
      ({ outcome, threshold }) => outcome === 'fail' && threshold.stopOnBreach,
    )?.reason;
  }

  /** The verdict as it stands; final once the run has ended. */
  verdict(state: RunState): Verdict {
    const thresholds = this.#results();
    const { hung, overloaded, shortfall, reset } = this.#generator;
    const final = ['finished', 'stopped', 'failed'].includes(state);
    const of = (wanted: VerdictOutcome) =>
      thresholds
        .filter(({ outcome }) => outcome === wanted)
        .map(({ reason }) => reason);
    const failed = [...(hung ? [hung] : []), ...of('fail')];
    const doubts = [
      ...[overloaded, shortfall, reset].filter(isText),
      ...(state === 'failed' ? ['The run itself failed before its end.'] : []),
      ...(state === 'stopped' && failed.length === 0
        ? ['It was stopped before its end.']
        : []),
      ...(thresholds.length === 0 ? ['The suite has no thresholds.'] : []),
    ];
    const outcome = outcomeOf(failed, [...doubts, ...of('inconclusive')]);
    return {
      outcome,
      final,
      reasons: [
        ...new Set([
          ...failed,
          ...doubts,
          ...of('inconclusive'),
          ...of('pass'),
        ]),
      ],
      thresholds,
      requests: this.#requests - this.#requestsInWarmUp,
    };
  }

  /** What each threshold says, given what is known of the generator. */
  #results(): ThresholdResult[] {
    return this.#judges.map(judge => {
      const result = judge.result();
      const doubt = this.#doubtOf(result);
      return doubt
        ? {
            ...result,
            outcome: 'inconclusive',
            reason: `${result.reason.replace(
              /\.$/,
              '',
            )}; this does not count. ${doubt}`,
          }
        : result;
    });
  }

  /**
   * Why a result does not count. Failed requests and breaches under less load
   * than wanted stay; response times and throughput of an overloaded generator
   * say nothing.
   */
  #doubtOf({ outcome, threshold }: ThresholdResult): string | undefined {
    const { overloaded, shortfall, reset } = this.#generator;
    const { kind } = threshold.metric;
    if (outcome === 'inconclusive') return undefined;
    if (reset) return reset;
    if (overloaded && (outcome === 'pass' || kind !== 'failureRatio')) {
      return overloaded;
    }
    return shortfall && (outcome === 'pass' || kind === 'throughput')
      ? shortfall
      : undefined;
  }
}

function outcomeOf(
  failed: readonly string[],
  doubts: readonly string[],
): VerdictOutcome {
  if (failed.length > 0) return 'fail';
  return doubts.length > 0 ? 'inconclusive' : 'pass';
}
