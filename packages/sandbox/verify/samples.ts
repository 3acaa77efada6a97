import { PodNow, SERVICES } from '@slipway/platform-model';
import { ManualClock } from '@slipway/kube-sim';
import { isStale, labelsTest, Series, SeriesSource } from '@slipway/promql';
import { MeasuredPod, MetricsStore } from '../src/metrics';

/** The end of the samples: a whole hour, so that all blocks of the same day lie before it. */
export const END = Date.parse('2026-01-15T14:00:00Z');
const MINUTE = 60_000;

/** Hashes of pod templates, by the alphabet of Kubernetes: that of a stable revision, and those of canaries. */
export const stableHash = (service: PodNow['service']): string =>
  `st${'bcdfghjklm'[SERVICES.findIndex(({ name }) => name === service)]}`;
export const CANARIES = { bad: 'bd2', slow: 'sl2', dark: 'dk2' };

function pods(
  service: PodNow['service'],
  templateHash: string,
  version: string,
  count: number,
  since?: number,
): MeasuredPod[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: 'ecommerce',
    name: `${service}-${templateHash || 'plain'}-${index}`,
    service,
    workload: service,
    replicaSet: `${service}-${templateHash || 'plain'}`,
    version,
    templateHash,
    ready: true,
    since,
  }));
}

/** Ten services, one of them a Deployment; order-service has a canary that fails, payment-service a slow one, user-service one that nothing measures. */
function platform(): MeasuredPod[] {
  const { bad, slow, dark } = CANARIES;
  return [
    ...SERVICES.flatMap(({ name }) =>
      pods(
        name,
        name === 'product-service' ? '' : stableHash(name),
        '0.1.0',
        2,
      ),
    ),
    ...pods('order-service', bad, '0.2.0-errors', 1, END - 20 * MINUTE),
    ...pods('payment-service', slow, '0.2.0-slow', 1, END - 25 * MINUTE),
    ...pods('user-service', dark, '0.2.0-unmeasured', 1, END - 30 * MINUTE),
  ];
}

function series(
  labels: Record<string, string>,
  values: Array<[number, number]>,
): Series {
  return {
    labels,
    times: Float64Array.from(values, ([at]) => at),
    values: Float64Array.from(values, ([, value]) => value),
  };
}

/** A value every so many seconds over the last half hour. */
function every(
  seconds: number,
  value: (index: number) => number | undefined,
): Array<[number, number]> {
  const first = END - 30 * MINUTE;
  const points: Array<[number, number]> = [];
  for (let index = 0; first + index * seconds * 1000 <= END; index += 1) {
    const found = value(index);
    if (found !== undefined) {
      points.push([first + index * seconds * 1000, found]);
    }
  }
  return points;
}

/** Series made to reach the corners of the rules. */
function corners(): Series[] {
  const gauge = (kind: string, values: Array<[number, number]>) =>
    series({ __name__: 'corner_gauge', kind }, values);
  const counter = (kind: string, values: Array<[number, number]>) =>
    series({ __name__: 'corner_total', kind, zone: 'a' }, values);
  const bucket = (kind: string, le: string, growth: number) =>
    series(
      { __name__: 'corner_bucket', kind, le },
      every(15, index => index * growth),
    );
  return [
    gauge(
      'wave',
      every(15, index => Math.sin(index / 7) * 10),
    ),
    gauge(
      'negative',
      every(15, index => -index - 0.5),
    ),
    gauge(
      'tiny',
      every(15, index => index * 1.5e-9),
    ),
    gauge(
      'huge',
      every(15, index => index * 3.25e25),
    ),
    gauge(
      'nan',
      every(15, index => (index % 5 === 0 ? NaN : index)),
    ),
    gauge(
      'infinite',
      every(15, index => (index % 7 === 0 ? Infinity : index)),
    ),
    gauge(
      'minus-infinite',
      every(15, () => -Infinity),
    ),
    gauge(
      'ended',
      every(15, index => (index < 60 ? index : undefined)),
    ),
    gauge('once', [[END - 7 * MINUTE, 42]]),
    gauge(
      'two "quotes" \\ and a\nline',
      every(30, index => index),
    ),
    counter(
      'steady',
      every(15, index => index * 3),
    ),
    counter(
      'resets',
      every(15, index => (index % 13) * 4),
    ),
    counter('young', [
      [END - 55_000, 2],
      [END - 40_000, 30],
      [END - 25_000, 61],
      [END - 10_000, 90],
    ]),
    counter(
      'still',
      every(15, () => 7),
    ),
    counter(
      'gaps',
      every(15, index => (index % 9 < 4 ? index * 2 : undefined)),
    ),
    counter(
      'jitter',
      every(15, index => index * 5).map(([at, value], index) => [
        at + (index % 3) * 700,
        value,
      ]),
    ),
    series(
      { __name__: 'corner_limit', kind: 'steady', owner: 'team-a' },
      every(15, () => 0.15),
    ),
    series(
      { __name__: 'corner_limit', kind: 'resets', owner: 'team-b' },
      every(15, () => 0.3),
    ),
    ...['a', 'b', 'c'].map((zone, index) =>
      series(
        { __name__: 'corner_zone', zone },
        every(15, () => index),
      ),
    ),
    bucket('plain', '0.1', 1),
    bucket('plain', '0.5', 4),
    bucket('plain', '2', 9),
    bucket('plain', '+Inf', 10),
    bucket('no-infinity', '0.1', 1),
    bucket('no-infinity', '0.5', 4),
    bucket('only-infinity', '+Inf', 4),
    bucket('empty', '1', 0),
    bucket('empty', '+Inf', 0),
    bucket('falling', '1', 5),
    bucket('falling', '2', 3),
    bucket('falling', '3', 7.6),
    bucket('falling', '+Inf', 8),
    bucket('below-zero', '-1', 4),
    bucket('below-zero', '0', 5),
    bucket('below-zero', '+Inf', 6),
    bucket('same-bound', '1', 2),
    bucket('same-bound', '1.0', 2),
    bucket('same-bound', '+Inf', 5),
    bucket('no-number', 'abc', 2),
    bucket('no-number', '1', 2),
    bucket('no-number', '+Inf', 3),
  ];
}

function withoutMarkers({ labels, times, values }: Series): Series {
  const kept = Array.from(values.keys()).filter(
    index => !isStale(values, index),
  );
  return {
    labels,
    times: Float64Array.from(kept, index => times[index]),
    values: Float64Array.from(kept, index => values[index]),
  };
}

/** The same series for both: those of the model, as the sandbox keeps them, and the corners. */
export function samples(): SeriesSource {
  const clock = new ManualClock(new Date(END - 10 * MINUTE));
  const store = MetricsStore.create({
    cluster: 'verify',
    clock,
    input: { pods: platform },
    retentionMs: 50 * MINUTE,
  });
  store.start();
  clock.step(10 * MINUTE);
  store.stop();
  // The text that promtool reads has no stale markers.
  const all = [
    ...store.select([], 0, END + MINUTE).map(withoutMarkers),
    ...corners(),
  ];
  return {
    select(matchers, start, end) {
      const meets = labelsTest(matchers);
      return all.flatMap(({ labels, times, values }) => {
        if (!meets(labels)) {
          return [];
        }
        const from = times.findIndex(time => time >= start);
        const beyond = times.findIndex(time => time > end);
        const to = beyond < 0 ? times.length : beyond;
        return from < 0 || from >= to
          ? []
          : [
              {
                labels,
                times: times.subarray(from, to),
                values: values.subarray(from, to),
              },
            ];
      });
    },
  };
}
