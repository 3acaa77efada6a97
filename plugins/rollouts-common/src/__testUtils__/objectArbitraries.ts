import fc from 'fast-check';
import { Json } from '@slipway/plugin-clusters-common/read';

export const ROLLOUT_UID = 'c0ffee00-0000-4000-8000-000000000001';
export const HASHES = ['aaaa111', 'bbbb222', 'cccc333'] as const;

export const owner = (kind: string, uid: string) => [
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    name: 'x',
    uid,
    controller: true,
  },
];

/** Instants, also with an offset, as every client may write them. */
export const instant = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom('Z', '+02:00', '-07:30', '.250Z'),
  )
  .map(
    ([hour, minute, zone]) =>
      `2026-01-01T${String(hour).padStart(2, '0')}:${String(minute).padStart(
        2,
        '0',
      )}:00${zone}`,
  );

const containerState = fc.oneof(
  fc.constant({ running: { startedAt: '2026-01-01T01:00:00Z' } }),
  fc
    .constantFrom('CrashLoopBackOff', 'ImagePullBackOff', 'ContainerCreating')
    .map(reason => ({ waiting: { reason } })),
  fc.constantFrom(
    { terminated: { exitCode: 0, reason: 'Completed' } },
    { terminated: { exitCode: 137, signal: 9 } },
    { terminated: { exitCode: 1 } },
  ),
);

const containerStatus = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      ready: fc.boolean(),
      started: fc.boolean(),
      restartCount: fc.integer({ min: 0, max: 30 }),
      state: containerState,
    },
    { requiredKeys: ['name'] },
  );

/** Up to three pods of each ReplicaSet, with a sidecar and a native sidecar. */
export const pods = (
  replicaSets: Array<{ metadata: { uid: string; name: string } }>,
) =>
  fc
    .tuple(
      ...replicaSets.map(({ metadata }) =>
        fc
          .array(
            fc.record({
              phase: fc.constantFrom(
                'Running',
                'Pending',
                'Failed',
                'Succeeded',
              ),
              main: containerStatus('order-service'),
              proxy: containerStatus('proxy'),
              init: containerStatus('mesh'),
              deleted: fc.boolean(),
              bare: fc.boolean(),
            }),
            { maxLength: 3 },
          )
          .map(list =>
            list.map(
              ({ phase, main, proxy, init, deleted, bare }, index): Json => ({
                apiVersion: 'v1',
                kind: 'Pod',
                metadata: {
                  uid: `${metadata.uid}-${index}`,
                  name: `${metadata.name}-${index}`,
                  namespace: 'ecommerce',
                  resourceVersion: '9',
                  creationTimestamp: '2026-01-01T01:00:00Z',
                  ...(deleted
                    ? { deletionTimestamp: '2026-01-01T02:00:00Z' }
                    : {}),
                  ownerReferences: owner('ReplicaSet', metadata.uid),
                },
                spec: {
                  containers: [{ name: 'order-service' }, { name: 'proxy' }],
                  initContainers: [{ name: 'mesh', restartPolicy: 'Always' }],
                },
                status: bare
                  ? {}
                  : {
                      phase,
                      containerStatuses: [main, proxy],
                      initContainerStatuses: [init],
                    },
              }),
            ),
          ),
      ),
    )
    .map(lists => lists.flat());

/** At most one experiment, with two templates. */
export const experiments: fc.Arbitrary<Json[]> = fc.array(
  fc.record({
    apiVersion: fc.constant('argoproj.io/v1alpha1'),
    kind: fc.constant('Experiment'),
    metadata: fc.constant({
      name: 'order-service-exp-0',
      namespace: 'ecommerce',
      uid: 'exp-0',
      resourceVersion: '3',
      creationTimestamp: '2026-01-01T03:00:00Z',
      annotations: { 'rollout.argoproj.io/revision': '2' },
      ownerReferences: owner('Rollout', ROLLOUT_UID),
    }),
    spec: fc.record(
      {
        duration: fc.constantFrom('5m', '1h'),
        templates: fc.constant([
          { name: 'baseline', replicas: 1, weight: 5 },
          { name: 'canary' },
        ]),
        analyses: fc.constant([
          { name: 'success-rate', templateName: 'success-rate' },
        ]),
      },
      { requiredKeys: ['templates'] },
    ),
    status: fc.record(
      {
        phase: fc.constantFrom(
          'Pending',
          'Running',
          'Successful',
          'Failed',
          'Error',
          'Inconclusive',
        ),
        message: fc.constantFrom(
          '',
          'Metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)',
        ),
        availableAt: instant,
        templateStatuses: fc.constant([
          {
            name: 'baseline',
            status: 'Running',
            podTemplateHash: HASHES[2],
            replicas: 1,
            updatedReplicas: 1,
            readyReplicas: 1,
            availableReplicas: 1,
          },
        ]),
        analysisRuns: fc.constant([
          {
            analysisRun: 'order-service-exp-0-success-rate',
            name: 'success-rate',
            phase: 'Running',
          },
        ]),
      },
      { requiredKeys: [] },
    ),
  }),
  { maxLength: 1 },
);
