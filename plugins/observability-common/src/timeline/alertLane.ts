import { TimelineLane, TimelineSpan } from '@slipway/plugin-timeline-common';
import { isAlertOf } from '../alerts';

/** The series of Prometheus that say when alerts fired; pending ones are none. */
export const ALERTS_QUERY = 'ALERTS{alertstate="firing"}';
/** The series that say since when: their value is the time, s, from which the condition of an alert holds. */
export const ALERTS_SINCE_QUERY = 'ALERTS_FOR_STATE';

/** When an alert fired, as Prometheus keeps it: a sample at each step. */
export interface AlertSeries {
  labels: Record<string, string>;
  /** `[unix seconds, value]`, oldest first; of alerts that fired the value is 1. */
  samples: ReadonlyArray<readonly [number, number]>;
}

/** Labels that say nothing of what the alert is about. */
const PLAIN = ['__name__', 'alertname', 'alertstate', 'severity'];

/** What was read of the alerts of one cluster. */
export interface ReadAlerts {
  firing: readonly AlertSeries[];
  /** Of {@link ALERTS_SINCE_QUERY}, at the same times. */
  since: readonly AlertSeries[];
  /** Distance of the samples. */
  stepSeconds: number;
  /** The end of what was read. */
  endSeconds: number;
  nowSeconds: number;
}

const keyOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels)
    .filter(([name]) => name !== '__name__' && name !== 'alertstate')
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');

/**
 * Times in which alerts on a workload fired in one cluster. Their ends are as
 * exact as the distance of the samples; an alert has the same id at each
 * reading, whatever the range.
 */
export function alertLane(
  place: { cluster: string; namespace: string; workload: string },
  entityRef: string,
  read: ReadAlerts,
): TimelineLane {
  const { cluster, namespace, workload } = place;
  const name = `${cluster}/${namespace} ${workload}`;
  const since = new Map(
    read.since.map(({ labels, samples }) => [keyOf(labels), new Map(samples)]),
  );
  return {
    id: `alert ${name}`,
    kind: 'alert',
    place: name,
    entityRef,
    items: read.firing
      .filter(({ labels }) => isAlertOf(labels, place))
      .flatMap(one => spansOf(one, since.get(keyOf(one.labels)), read)),
  };
}

function spansOf(
  { labels, samples }: AlertSeries,
  since: ReadonlyMap<number, number> | undefined,
  { stepSeconds: step, endSeconds, nowSeconds }: ReadAlerts,
): TimelineSpan[] {
  const times: Array<{ from: number; to: number }> = [];
  for (const [at] of samples) {
    const last = times[times.length - 1];
    if (last && at - last.to <= step * 1.5) last.to = at;
    else times.push({ from: at, to: at });
  }
  const about = Object.entries(labels)
    .filter(([name]) => !PLAIN.includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const { alertname = 'Alert', severity } = labels;
  const isNow = nowSeconds - endSeconds <= step * 1.5;
  return times.map(({ from, to }): TimelineSpan => {
    const atEnd = to + step * 1.5 >= endSeconds;
    const until = { to: (to + step) * 1000 };
    return {
      type: 'span',
      id: `${alertname} ${about.join(' ')} ${since?.get(from) ?? from}`,
      title: alertname,
      detail: [severity && `severity ${severity}`, ...about]
        .filter(Boolean)
        .join(' · '),
      tone:
        severity === 'critical' || severity === 'page' ? 'degraded' : 'waiting',
      from: from * 1000,
      ...(atEnd && isNow ? {} : until),
      // It fires at the end of what was read: what came then was not.
      ...(atEnd && !isNow ? { endUnknown: true } : {}),
    };
  });
}
