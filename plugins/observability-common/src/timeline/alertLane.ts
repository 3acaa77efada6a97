import { TimelineLane, TimelineSpan } from '@slipway/plugin-timeline-common';
import { isAlertOf } from '../alerts';

/** The series of Prometheus that say when alerts fired; pending ones are none. */
export const ALERTS_QUERY = 'ALERTS{alertstate="firing"}';

/** When an alert fired, as Prometheus keeps it: a sample at each step. */
export interface AlertSeries {
  labels: Record<string, string>;
  /** `[unix seconds, 1]`, oldest first. */
  samples: ReadonlyArray<readonly [number, number]>;
}

/** Labels that say nothing of what the alert is about. */
const PLAIN = ['__name__', 'alertname', 'alertstate', 'severity'];

/**
 * Times in which alerts on a workload fired in one cluster. Their ends are as
 * exact as the distance of the samples.
 *
 * @param stepSeconds - distance of the samples
 * @param endSeconds - the end of the range; what fires then still fires
 */
export function alertLane(
  place: { cluster: string; namespace: string; workload: string },
  entityRef: string,
  series: readonly AlertSeries[],
  stepSeconds: number,
  endSeconds: number,
): TimelineLane {
  const { cluster, namespace, workload } = place;
  const name = `${cluster}/${namespace} ${workload}`;
  return {
    id: `alert ${name}`,
    kind: 'alert',
    place: name,
    entityRef,
    items: series
      .filter(({ labels }) => isAlertOf(labels, place))
      .flatMap(one => spansOf(one, stepSeconds, endSeconds)),
  };
}

function spansOf(
  { labels, samples }: AlertSeries,
  step: number,
  end: number,
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
  return times.map(({ from, to }) => ({
    type: 'span',
    id: `${alertname} ${about.join(' ')} ${from}`,
    title: alertname,
    detail: [severity && `severity ${severity}`, ...about]
      .filter(Boolean)
      .join(' · '),
    tone:
      severity === 'critical' || severity === 'page' ? 'degraded' : 'waiting',
    from: from * 1000,
    ...(to + step * 1.5 >= end ? {} : { to: (to + step) * 1000 }),
  }));
}
