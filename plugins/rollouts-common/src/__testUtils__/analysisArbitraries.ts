import fc from 'fast-check';
import { Json } from '@slipway/plugin-clusters-common/read';
import type { Tone } from './arbitraries';
import { HASHES, instant, owner, ROLLOUT_UID } from './objectArbitraries';

const CONDITIONS = [
  'result[0] >= 0.95',
  '0.95 <= result',
  'result[0] >= 0.9 && result[0] <= 1',
  'len(result) > 0 && result[0] < 5',
  'result[0] >= {{args.floor}}',
  'isNaN(result[0]) || result[0] > 0.9',
  'result.status == "green"',
];

const VALUES = [
  '[0.93]',
  '[0.853441]',
  '1',
  '[1,2.5]',
  '[]',
  '[NaN]',
  'NaN',
  '',
  '{"status":"red","p95":12.5}',
  'green',
  '[-0.25]',
];

const PHASES = ['Successful', 'Failed', 'Error', 'Inconclusive', 'Running'];

const measurement = fc.record(
  {
    phase: fc.constantFrom(...PHASES),
    value: fc.constantFrom(...VALUES),
    message: fc.constantFrom(
      '',
      'no such host',
      'reflect: slice index out of range',
    ),
    startedAt: instant,
    finishedAt: instant,
  },
  { requiredKeys: ['phase'] },
);

const metric = (tone: Tone) => {
  const limit = fc.oneof(
    fc.integer({ min: tone === 'adversarial' ? -2 : -1, max: 5 }),
    fc.constantFrom<unknown>('2', '{{args.limit}}'),
  );
  return fc.record(
    {
      name: fc.constantFrom(
        'success-rate',
        'latency',
        '{{args.service}}-errors',
      ),
      interval: fc.constantFrom('1m', '30s', '{{args.interval}}'),
      initialDelay: fc.constantFrom('2m'),
      count: fc.oneof(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom<unknown>('4', '{{args.count}}'),
      ),
      successCondition: fc.constantFrom(...CONDITIONS),
      failureCondition: fc.constantFrom(...CONDITIONS),
      failureLimit: limit,
      inconclusiveLimit: limit,
      consecutiveErrorLimit: limit,
      consecutiveSuccessLimit: limit,
      provider: fc.constantFrom<Json>(
        { prometheus: { query: 'sum(rate(x{hash="{{args.hash}}"}[2m]))' } },
        { job: {} },
        { web: { url: 'http://x' } },
      ),
    },
    { requiredKeys: ['name', 'provider'] },
  );
};

/** Counts as the controller keeps them: of the measurements that it has, or more when old ones were dropped. */
const result = (name: string): fc.Arbitrary<Json> =>
  fc
    .tuple(
      fc.array(measurement, { maxLength: 5 }),
      fc.constantFrom(...PHASES, 'Pending'),
      fc.integer({ min: 0, max: 20 }),
      fc.boolean(),
    )
    .map(([measurements, phase, dropped, dryRun]) => {
      const of = (wanted: string) =>
        measurements.filter(one => one.phase === wanted).length;
      return {
        name,
        phase,
        successful: of('Successful') + dropped,
        failed: of('Failed'),
        inconclusive: of('Inconclusive'),
        error: of('Error'),
        consecutiveError: of('Error'),
        consecutiveSuccess: of('Successful'),
        count: measurements.length + dropped,
        ...(dryRun ? { dryRun } : {}),
        measurements,
      };
    });

const run = (tone: Tone) =>
  fc
    .uniqueArray(metric(tone), {
      minLength: 1,
      maxLength: 2,
      selector: one => one.name,
    })
    .chain(metrics =>
      fc.record({
        apiVersion: fc.constant('argoproj.io/v1alpha1'),
        kind: fc.constant('AnalysisRun'),
        spec: fc.record(
          {
            metrics: fc.constant(metrics),
            terminate: fc.boolean(),
            args: fc.constant([
              { name: 'floor', value: '0.95' },
              { name: 'limit', value: '3' },
              { name: 'service', value: 'order' },
              { name: 'hash', valueFrom: { podTemplateHashValue: 'Latest' } },
            ]),
          },
          { requiredKeys: ['metrics'] },
        ),
        status: fc.record(
          {
            phase: fc.constantFrom(
              ...PHASES,
              'Pending',
              ...(tone === 'adversarial' ? ['Odd'] : []),
            ),
            message: fc.constantFrom(
              'Run Terminated',
              'Metric "success-rate" assessed Failed due to failed (3) > failureLimit (1)',
            ),
            startedAt: instant,
            metricResults: fc.tuple(...metrics.map(({ name }) => result(name))),
          },
          { requiredKeys: [] },
        ),
      }),
    );

/** Up to two runs of the rollout: of a step, in the background, around a promotion. */
export const analysisRuns = (tone: Tone): fc.Arbitrary<Json[]> =>
  fc
    .array(
      fc.tuple(
        run(tone),
        fc.constantFrom('Step', 'Background', 'PrePromotion', 'PostPromotion'),
      ),
      {
        maxLength: 2,
      },
    )
    .map(list =>
      list.map(([one, type], index) => ({
        ...one,
        metadata: {
          name: `order-service-run-${index}`,
          namespace: 'ecommerce',
          uid: `run-${index}`,
          resourceVersion: '4',
          creationTimestamp: '2026-01-01T00:00:00Z',
          labels: {
            'rollout-type': type,
            'step-index': '1',
            'rollouts-pod-template-hash': HASHES[1],
          },
          annotations: { 'rollout.argoproj.io/revision': '2' },
          ownerReferences: owner('Rollout', ROLLOUT_UID),
        },
      })),
    );
