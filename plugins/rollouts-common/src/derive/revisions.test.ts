import { projectReplicaSet } from '../raw/project';
import {
  CANARY,
  REPLICA_SETS_RAW,
  replicaSetRaw,
  rolloutOf,
  STABLE,
} from '../__fixtures__/builders';
import { deriveRevisions, replicaSetHealth, replicaSetTags } from './revisions';

type Options = Parameters<typeof rolloutOf>[0];

const pingPong = {
  canary: { pingPong: { pingService: 'a', pongService: 'b' } },
};
const blueGreen = { strategy: { blueGreen: { activeService: 'a' } } };

describe('replicaSetTags', () => {
  it.each<[string, Options, string, string]>([
    ['canary: stable', {}, STABLE, 'stable'],
    ['canary: canary', {}, CANARY, 'canary'],
    ['canary: an old one', {}, 'cccc333', ''],
    [
      'stable wins when both hashes are the same',
      { status: { stableRS: CANARY } },
      CANARY,
      'stable',
    ],
    [
      'ping is stable',
      { ...pingPong, status: { canary: { stablePingPong: 'ping' } } },
      STABLE,
      'stable ping',
    ],
    [
      'ping is stable, so the canary is pong',
      { ...pingPong, status: { canary: { stablePingPong: 'ping' } } },
      CANARY,
      'canary pong',
    ],
    ['nothing said: pong is stable', pingPong, STABLE, 'stable pong'],
    ['an old one is neither ping nor pong', pingPong, 'cccc333', ''],
    [
      'blue-green: stable and active',
      {
        ...blueGreen,
        status: {
          blueGreen: { activeSelector: STABLE, previewSelector: CANARY },
        },
      },
      STABLE,
      'stable active',
    ],
    [
      'blue-green: preview',
      {
        ...blueGreen,
        status: {
          blueGreen: { activeSelector: STABLE, previewSelector: CANARY },
        },
      },
      CANARY,
      'preview',
    ],
    [
      'blue-green: active wins over preview',
      {
        ...blueGreen,
        status: {
          blueGreen: { activeSelector: CANARY, previewSelector: CANARY },
        },
      },
      CANARY,
      'active',
    ],
    ['no hash, no tags', { status: { stableRS: '' } }, '', ''],
  ])('%s', (_, options, hash, expected) => {
    expect(replicaSetTags(rolloutOf(options), hash).join(' ')).toBe(expected);
  });
});

describe('replicaSetHealth', () => {
  it.each([
    ['healthy', {}, 'Healthy'],
    ['not yet observed', { metadata: { generation: 2 } }, 'Progressing'],
    [
      'failure',
      {
        status: {
          observedGeneration: 1,
          conditions: [{ type: 'ReplicaFailure', status: 'True' }],
        },
      },
      'Degraded',
    ],
    [
      'too few available',
      { status: { observedGeneration: 1, availableReplicas: 3 } },
      'Progressing',
    ],
    ['scaled down', { spec: { replicas: 0 } }, 'ScaledDown'],
  ])('%s', (_, options, expected) => {
    const raw = projectReplicaSet(replicaSetRaw(STABLE, 1, options));
    expect(replicaSetHealth(raw)).toBe(expected);
  });
});

describe('deriveRevisions', () => {
  it('gives owned revisions, newest first, with containers and scale-down time', () => {
    const alien = replicaSetRaw('dddd444', 9, {
      metadata: { uid: 'x', ownerReferences: [{ uid: 'other' }] },
    });
    const old = replicaSetRaw('eeee555', 3, {
      metadata: {
        uid: 'old',
        name: 'order-service-eeee555',
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: { 'rollouts-pod-template-hash': 'eeee555' },
        annotations: {
          'rollout.argoproj.io/revision': '3',
          'scale-down-deadline': '2026-01-01T09:00:30Z',
        },
        ownerReferences: [{ uid: rolloutOf().metadata.uid }],
      },
    });
    const revisions = deriveRevisions(
      rolloutOf(),
      [...REPLICA_SETS_RAW, alien, old].map(projectReplicaSet),
    );
    expect(revisions.map(r => r.revision)).toEqual([3, 2, 1]);
    expect(revisions[0].scaleDownAt).toBe('2026-01-01T09:00:30Z');
    expect(revisions[1]).toMatchObject({
      podTemplateHash: CANARY,
      tags: ['canary'],
      replicas: { desired: 1, ready: 1, available: 1 },
      containers: [
        { name: 'migrate', image: 'migrate:1', init: true },
        { name: 'order-service', image: 'order:2', init: false },
      ],
    });
  });
});
