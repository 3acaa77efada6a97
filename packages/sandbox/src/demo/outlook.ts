import { ServiceName } from '@slipway/platform-model';
import {
  ChartMetric,
  RELEASE_VALUES,
  ReleaseValues,
  SHARED_VALUES,
} from '../platform/releaseValues';
import { caughtQualities } from './pace';
import { QUALITIES, ReleaseQuality } from './tags';

/** A step of a canary, counted from one, and the traffic of the canary there in percent. */
export interface OutlookPlace {
  step: number;
  weight: number;
}

/**
 * What becomes of a release when nobody interferes and nothing else disturbs
 * it, by the steps that the service was installed with. Nothing set: it goes
 * to its end.
 */
export interface Outlook {
  /** The first pause at which it waits for a user, unless it is stopped for certain before. */
  asks?: OutlookPlace;
  /** Where an analysis of its own stops it, perhaps after a user has promoted it. */
  stopped?: OutlookPlace & {
    metric: ChartMetric;
    /** False when it depends on the traffic whether the limit breaks. */
    certain: boolean;
    /** About how long after its start, or after the promotion from `asks`: without the time that pods take, sandbox seconds. */
    afterSeconds: number;
  };
  /** Its pods never get ready: degraded after so many seconds, at its first step. */
  deadlineSeconds?: number;
}

/** The metric that a quality spoils. */
const SPOILS: Partial<Record<ReleaseQuality, ChartMetric>> = {
  errors: 'success-rate',
  slow: 'p95-latency',
};

const { initialDelay, interval, failureLimit } = SHARED_VALUES.analysis;

/** Until an analysis has failed for certain: one measurement more than may fail. */
const JUDGEMENT_SECONDS =
  parseInt(initialDelay, 10) + failureLimit * parseInt(interval, 10);

function outlookOf(values: ReleaseValues, quality: ReleaseQuality): Outlook {
  if (quality === 'crash') {
    return { deadlineSeconds: SHARED_VALUES.progressDeadlineSeconds };
  }
  const metric = SPOILS[quality];
  const certain =
    quality === 'errors' || caughtQualities(values.service).includes(quality);
  const judgedAt = (index: number) => {
    const step = values.steps[index];
    const { background } = values;
    return (
      metric !== undefined &&
      (('analysis' in step && step.analysis.includes(metric)) ||
        (background !== undefined &&
          index >= background.startingStep &&
          background.metrics.includes(metric)))
    );
  };
  const outlook: Outlook = {};
  let weight = 0;
  let waited = 0;
  for (const [index, step] of values.steps.entries()) {
    if ('setWeight' in step) weight = step.setWeight;
    const place = { step: index + 1, weight };
    if (metric && !outlook.stopped && judgedAt(index)) {
      outlook.stopped = {
        ...place,
        metric,
        certain,
        afterSeconds: waited + JUDGEMENT_SECONDS,
      };
      if (certain) break;
    }
    if (!('pause' in step)) continue;
    if (step.pause.duration) {
      waited += parseInt(step.pause.duration, 10);
    } else if (!outlook.asks) {
      outlook.asks = place;
      waited = 0;
    }
  }
  return outlook;
}

/** The outlook of a release of each service, by its quality. */
export const OUTLOOKS = Object.fromEntries(
  RELEASE_VALUES.map(values => [
    values.service,
    Object.fromEntries(
      QUALITIES.map(quality => [quality, outlookOf(values, quality)]),
    ),
  ]),
) as Record<ServiceName, Record<ReleaseQuality, Outlook>>;
