import { Json } from '../raw/read';
import { projectPod, projectReplicaSet } from '../raw/project';
import { REPLICA_SETS_RAW, rolloutOf } from '../__fixtures__/builders';
import { derivePods, podWords } from './pods';

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
    '1/1',
    1,
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
