import { Json } from '@slipway/plugin-clusters-common/read';
import { projectPod, projectReplicaSet } from '../raw/project';
import { REPLICA_SETS_RAW, rolloutOf } from '../__fixtures__/builders';
import { derivePods, podWords } from './pods';
import { podTrouble, podTroubles } from './podTrouble';

const pod = (
  status: Json,
  more: { metadata?: Json; spec?: Json } = {},
): Json => ({
  metadata: {
    uid: 'pod-1',
    name: 'pod-1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ...more.metadata,
  },
  spec: { containers: [{ name: 'a' }, { name: 'b' }], ...more.spec },
  status,
});

const running = { ready: true, restartCount: 1, state: { running: {} } };
const deleted = { deletionTimestamp: '2026-01-01T00:10:00Z' };
const inits = { initContainers: [{ name: 'i' }, { name: 'j' }] };

/** One container and one native sidecar. */
const sidecar = (status: Json, more: Json = {}): Json =>
  pod(
    {
      phase: 'Running',
      initContainerStatuses: [
        {
          name: 'i',
          started: true,
          ready: true,
          state: { running: {} },
          ...status,
        },
      ],
      containerStatuses: [running],
      ...more,
    },
    {
      spec: {
        containers: [{ name: 'a' }],
        initContainers: [{ name: 'i', restartPolicy: 'Always' }],
      },
    },
  );

const cases: Array<[string, Json, string, string, number]> = [
  ['pending', pod({ phase: 'Pending' }), 'Pending', '0/2', 0],
  [
    'running',
    pod({ phase: 'Running', containerStatuses: [running, running] }),
    'Running',
    '2/2',
    2,
  ],
  ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), 'Evicted', '0/2', 0],
  [
    'crash loop: the first container names it',
    pod({
      phase: 'Running',
      containerStatuses: [
        { restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        running,
      ],
    }),
    'CrashLoopBackOff',
    '1/2',
    8,
  ],
  [
    'ended without a reason, by exit code',
    pod({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 3 } } }],
    }),
    'ExitCode:3',
    '0/2',
    0,
  ],
  [
    'ended by a signal',
    pod({
      phase: 'Failed',
      containerStatuses: [
        { state: { terminated: { exitCode: 137, signal: 9 } } },
      ],
    }),
    'Signal:9',
    '0/2',
    0,
  ],
  [
    'one completed, one running: running',
    pod({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { state: { terminated: { reason: 'Completed', exitCode: 0 } } },
        running,
      ],
    }),
    'Running',
    '1/2',
    1,
  ],
  [
    'initializing',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', state: { terminated: { exitCode: 0 } } },
          { name: 'j', restartCount: 2, state: { running: {} } },
        ],
      },
      { spec: inits },
    ),
    'Init:1/2',
    '0/2',
    2,
  ],
  [
    'init container fails',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          {
            name: 'i',
            state: { terminated: { exitCode: 1, reason: 'Error' } },
          },
        ],
      },
      { spec: inits },
    ),
    'Init:Error',
    '0/2',
    0,
  ],
  [
    'init container waits',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
      { spec: inits },
    ),
    'Init:ImagePullBackOff',
    '0/2',
    0,
  ],
  [
    'a ready sidecar does not count as initializing',
    pod(
      {
        phase: 'Running',
        initContainerStatuses: [
          { name: 'i', started: true, ready: true, state: { running: {} } },
        ],
        containerStatuses: [running],
      },
      {
        spec: {
          containers: [{ name: 'a' }],
          initContainers: [{ name: 'i', restartPolicy: 'Always' }],
        },
      },
    ),
    'Running',
    '2/2',
    1,
  ],
  [
    'a sidecar that has restarted counts in the restarts',
    sidecar({ restartCount: 3 }),
    'Running',
    '2/2',
    4,
  ],
  [
    'a sidecar that is not ready does not end the count',
    sidecar({ ready: false, restartCount: 3 }),
    'Running',
    '1/2',
    4,
  ],
  [
    'a sidecar that has not started holds the others up',
    sidecar({ started: false, ready: false, restartCount: 2 }),
    'Init:0/1',
    '0/2',
    2,
  ],
  [
    'a sidecar that crashes before it has started',
    sidecar({
      started: false,
      ready: false,
      restartCount: 5,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    }),
    'Init:CrashLoopBackOff',
    '0/2',
    5,
  ],
  [
    'a sidecar that crashes in a pod that is initialized',
    sidecar(
      {
        started: false,
        ready: false,
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
      },
      { conditions: [{ type: 'Initialized', status: 'True' }] },
    ),
    'Init:CrashLoopBackOff',
    '1/2',
    6,
  ],
  [
    'two sidecars around an init container that runs',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [
          {
            name: 's1',
            started: true,
            ready: true,
            restartCount: 1,
            state: { running: {} },
          },
          { name: 'i', restartCount: 2, state: { running: {} } },
          {
            name: 's2',
            started: false,
            ready: false,
            restartCount: 4,
            state: { waiting: { reason: 'PodInitializing' } },
          },
        ],
      },
      {
        spec: {
          initContainers: [
            { name: 's1', restartPolicy: 'Always' },
            { name: 'i' },
            { name: 's2', restartPolicy: 'Always' },
          ],
        },
      },
    ),
    'Init:1/3',
    '1/4',
    3,
  ],
  [
    'waiting for its images',
    pod({
      phase: 'Pending',
      containerStatuses: [
        { state: { waiting: { reason: 'ContainerCreating' } } },
        { state: { waiting: { reason: 'ContainerCreating' } } },
      ],
    }),
    'ContainerCreating',
    '0/2',
    0,
  ],
  [
    'gated',
    pod({
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' },
      ],
    }),
    'SchedulingGated',
    '0/2',
    0,
  ],
  [
    'one completed, one running, not ready',
    pod({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: [
        { state: { terminated: { reason: 'Completed', exitCode: 0 } } },
        running,
      ],
    }),
    'NotReady',
    '1/2',
    1,
  ],
  [
    'completed',
    pod({
      phase: 'Succeeded',
      containerStatuses: [
        { state: { terminated: { reason: 'Completed', exitCode: 0 } } },
        { state: { terminated: { reason: 'Completed', exitCode: 0 } } },
      ],
    }),
    'Completed',
    '0/2',
    0,
  ],
  [
    'completed and being deleted: it has ended, it does not terminate',
    pod(
      {
        phase: 'Succeeded',
        containerStatuses: [
          { state: { terminated: { reason: 'Completed', exitCode: 0 } } },
        ],
      },
      { metadata: deleted },
    ),
    'Completed',
    '0/2',
    0,
  ],
  [
    'terminating',
    pod(
      { phase: 'Running', containerStatuses: [running, running] },
      { metadata: deleted },
    ),
    'Terminating',
    '2/2',
    2,
  ],
  [
    'node lost',
    pod({ phase: 'Running', reason: 'NodeLost' }, { metadata: deleted }),
    'Unknown',
    '0/2',
    0,
  ],
];

describe('podWords', () => {
  it.each(cases)('%s', (_, raw, status, ready, restarts) => {
    const words = podWords(projectPod(raw));
    expect(words.status).toBe(status);
    expect(words.restarts).toBe(restarts);
    expect(words.ready).toBe(ready);
  });
});

describe('lastRestartAt', () => {
  it.each([
    [
      'the latest of those that count, as instants',
      [
        {
          ...running,
          lastState: {
            terminated: { finishedAt: '2026-01-01T03:00:00+02:00' },
          },
        },
        {
          ...running,
          lastState: { terminated: { finishedAt: '2026-01-01T02:00:00Z' } },
        },
      ],
      '2026-01-01T02:00:00Z',
    ],
    ['none', [running, running], undefined],
    [
      'without restarts none',
      [
        {
          ready: true,
          state: { running: {} },
          lastState: { terminated: { finishedAt: '2026-01-01T02:00:00Z' } },
        },
      ],
      undefined,
    ],
  ])('%s', (_, containerStatuses, at) => {
    const words = podWords(
      projectPod(pod({ phase: 'Running', containerStatuses })),
    );
    expect(words.lastRestartAt).toBe(at);
  });
});

describe('podTrouble', () => {
  const waits = (reason: string, message?: string, more: Json = {}) => ({
    name: 'web',
    state: { waiting: { reason, message } },
    ...more,
  });
  const ready = { name: 'a', ...running };
  it.each<[string, Json, string | undefined]>([
    [
      'ready',
      pod({ phase: 'Running', containerStatuses: [ready, ready] }),
      undefined,
    ],
    [
      'starting',
      pod({
        phase: 'Pending',
        containerStatuses: [waits('ContainerCreating')],
      }),
      undefined,
    ],
    [
      'cannot be scheduled',
      pod({
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message: '0/3 nodes are available: 3 Insufficient cpu.',
          },
        ],
      }),
      'Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.',
    ],
    [
      'gated',
      pod({
        phase: 'Pending',
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' },
        ],
      }),
      'SchedulingGated.',
    ],
    [
      'cannot pull',
      pod({
        phase: 'Pending',
        containerStatuses: [
          waits('ImagePullBackOff', 'Back-off pulling image "shop/web:9"'),
        ],
      }),
      'ImagePullBackOff of container web: Back-off pulling image "shop/web:9".',
    ],
    [
      'keeps crashing',
      pod({
        phase: 'Running',
        containerStatuses: [
          waits('CrashLoopBackOff', undefined, {
            lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
          }),
          ready,
        ],
      }),
      'CrashLoopBackOff of container web. Last ended with OOMKilled, exit code 137.',
    ],
    [
      'an init container fails',
      pod(
        {
          phase: 'Pending',
          initContainerStatuses: [
            {
              name: 'migrate',
              state: { terminated: { exitCode: 1, reason: 'Error' } },
            },
          ],
        },
        { spec: { initContainers: [{ name: 'migrate' }] } },
      ),
      'Error of container migrate: exit code 1.',
    ],
    [
      'evicted',
      pod({
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
      }),
      'Evicted: The node was low on resource: memory.',
    ],
    [
      'a closed readiness gate',
      pod(
        {
          phase: 'Running',
          conditions: [
            {
              type: 'example.com/lb',
              status: 'False',
              message: 'no target yet',
            },
            {
              type: 'Ready',
              status: 'False',
              reason: 'ReadinessGatesNotReady',
            },
          ],
          containerStatuses: [ready, ready],
        },
        { spec: { readinessGates: [{ conditionType: 'example.com/lb' }] } },
      ),
      'Readiness gate example.com/lb: no target yet.',
    ],
    [
      'an open readiness gate',
      pod(
        {
          phase: 'Running',
          conditions: [
            { type: 'example.com/lb', status: 'True' },
            { type: 'Ready', status: 'True' },
          ],
          containerStatuses: [ready, ready],
        },
        { spec: { readinessGates: [{ conditionType: 'example.com/lb' }] } },
      ),
      undefined,
    ],
    [
      'not ready although its containers are',
      pod({
        phase: 'Running',
        conditions: [
          {
            type: 'Ready',
            status: 'Unknown',
            message: 'Node is not responding',
          },
        ],
        containerStatuses: [ready, ready],
      }),
      'Not ready: Node is not responding.',
    ],
    [
      'being deleted',
      pod(
        { phase: 'Running', containerStatuses: [waits('CrashLoopBackOff')] },
        { metadata: deleted },
      ),
      undefined,
    ],
  ])('%s', (_, raw, trouble) => {
    const projected = projectPod(raw);
    expect(podTrouble(projected, podWords(projected))).toBe(trouble);
  });

  it('counts pods with the same reason together', () => {
    const of = (name: string, trouble?: string) => ({ name, trouble });
    expect(
      podTroubles([
        of('a', 'Unschedulable: no node'),
        of('b', 'ImagePullBackOff of container web: x'),
        of('c', 'ImagePullBackOff of container web: y'),
        of('d'),
      ]),
    ).toEqual([
      { trouble: 'ImagePullBackOff of container web: x', pods: ['b', 'c'] },
      { trouble: 'Unschedulable: no node', pods: ['a'] },
    ]);
  });
});

describe('derivePods', () => {
  it('keeps pods of the rollout by owner UID, oldest first', () => {
    const owned = (name: string, created: string, owner: string) =>
      projectPod(
        pod(
          { phase: 'Running' },
          {
            metadata: {
              uid: name,
              name,
              creationTimestamp: created,
              ownerReferences: [{ uid: owner }],
            },
            spec: { nodeName: 'node-1' },
          },
        ),
      );
    const pods = derivePods(
      rolloutOf(),
      REPLICA_SETS_RAW.map(projectReplicaSet),
      [
        owned('new', '2026-01-02T00:00:00Z', 'rs-bbbb222'),
        owned(
          'order-service-bbbb222-alien',
          '2026-01-01T00:00:00Z',
          'rs-other',
        ),
        owned('old', '2026-01-01T00:00:00Z', 'rs-aaaa111'),
      ],
    );
    expect(pods.map(p => [p.name, p.revisionUid, p.node])).toEqual([
      ['old', 'rs-aaaa111', 'node-1'],
      ['new', 'rs-bbbb222', 'node-1'],
    ]);
  });
});
