import { Json } from '@slipway/plugin-clusters-common/read';
import {
  projectAnalysisRun,
  projectEvent,
  projectPod,
  projectReplicaSet,
} from '../raw/project';
import { REPLICA_SETS_RAW, rolloutOf, UID } from '../__fixtures__/builders';
import { deriveEvents } from './events';

const event = (uid: string, about: string, more: Json = {}): Json => ({
  metadata: { uid, name: uid, creationTimestamp: '2026-01-01T00:00:00Z' },
  type: 'Normal',
  reason: 'ScalingReplicaSet',
  message: 'Scaled up',
  involvedObject: { uid: about, kind: 'Rollout', name: 'order-service' },
  ...more,
});

const subjects = {
  replicaSets: REPLICA_SETS_RAW.map(projectReplicaSet),
  pods: [
    projectPod({
      metadata: { uid: 'pod', ownerReferences: [{ uid: 'rs-bbbb222' }] },
    }),
  ],
  analysisRuns: [
    projectAnalysisRun({
      metadata: { uid: 'run', ownerReferences: [{ uid: UID }] },
    }),
  ],
};

const derive = (events: Json[]) =>
  deriveEvents(rolloutOf(), subjects, events.map(projectEvent));

describe('deriveEvents', () => {
  it('keeps what is about the rollout and what it owns, newest first', () => {
    const events = derive([
      event('a', UID, { lastTimestamp: '2026-01-01T01:00:00Z' }),
      event('b', 'rs-bbbb222', { lastTimestamp: '2026-01-01T03:00:00Z' }),
      event('c', 'pod', { lastTimestamp: '2026-01-01T02:00:00Z' }),
      event('d', 'run', { lastTimestamp: '2026-01-01T04:00:00Z' }),
      event('e', 'somebody-else', { lastTimestamp: '2026-01-01T05:00:00Z' }),
    ]);
    expect(events.map(e => e.uid)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('reads both generations of events', () => {
    const [old, series] = derive([
      event('a', UID, {
        type: 'Warning',
        count: 3,
        firstTimestamp: '2026-01-01T01:00:00Z',
        lastTimestamp: '2026-01-01T02:00:00Z',
      }),
      event('b', UID, {
        eventTime: '2026-01-01T00:30:00.123456Z',
        series: { count: 9, lastObservedTime: '2026-01-01T01:30:00.000000Z' },
      }),
    ]);
    expect(old).toMatchObject({
      type: 'Warning',
      count: 3,
      firstAt: '2026-01-01T01:00:00Z',
      lastAt: '2026-01-01T02:00:00Z',
    });
    expect(series).toMatchObject({
      count: 9,
      firstAt: '2026-01-01T00:30:00.123456Z',
      lastAt: '2026-01-01T01:30:00.000000Z',
    });
  });

  it('gives at most 100', () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      event(`e${index}`, UID),
    );
    expect(derive(many)).toHaveLength(100);
  });
});
