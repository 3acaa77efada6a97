import { mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  FakeActivity,
  fakeActivity,
} from '@slipway/plugin-activity-node/testUtils';
import {
  FakeObject,
  fakeClusters,
} from '@slipway/plugin-clusters-node/testUtils';
import { fakeOwners } from '@slipway/plugin-owners-node/testUtils';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { component, until } from '@slipway/test-utils';
import {
  analysisRun,
  ANALYSIS_RUNS_KIND,
  CLUSTER,
  rollout,
  ROLLOUTS_KIND,
} from '../__testUtils__/objects';
import { RolloutsService } from './RolloutsService';
import { TransitionWatcher } from './TransitionWatcher';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(NOW - minutes * 60_000).toISOString();

const abortedAt = (minutes: number) =>
  rollout({
    status: {
      phase: 'Degraded',
      message: 'RolloutAborted: Rollout aborted update to revision 2',
      abort: true,
      abortedAt: minutesAgo(minutes),
      pauseConditions: undefined,
    },
  });

const waitingSince = (minutes: number) =>
  rollout({
    status: {
      pauseConditions: [
        { reason: 'CanaryPauseStep', startTime: minutesAgo(minutes) },
      ],
    },
  });

const ends: Array<() => void> = [];
afterEach(() => ends.splice(0).forEach(end => end()));

async function watch(
  objects: FakeObject[],
  options: {
    activity?: FakeActivity;
    runs?: FakeObject[];
    entities?: ReturnType<typeof component>[];
  } = {},
) {
  const clusters = fakeClusters({
    clusters: [{ name: CLUSTER }],
    objects: {
      [CLUSTER]: {
        [ROLLOUTS_KIND]: objects,
        [ANALYSIS_RUNS_KIND]: options.runs ?? [],
      },
    },
  });
  const logger = mockServices.logger.mock();
  const entities = options.entities ?? [component('orders', 'team-orders')];
  const owners = fakeOwners({
    clusters,
    entities,
    logger,
  });
  const rollouts = RolloutsService.create({ clusters, owners, logger });
  const activity = options.activity ?? fakeActivity();
  const sent: NotificationSendOptions[] = [];
  const state = { now: NOW, notificationsDown: false };
  const watcher = TransitionWatcher.create({
    rollouts,
    activity,
    logger,
    waitingAfterMs: 30 * 60_000,
    now: () => state.now,
    notifications: {
      async send(notification) {
        if (state.notificationsDown) throw new Error('down');
        sent.push(notification);
      },
    },
  });
  watcher.start();
  await owners.refresh();
  await watcher.sweep();
  ends.push(() => {
    watcher.stop();
    rollouts.stop();
    owners.stop();
  });
  const types = () => activity.entries.map(({ type }) => type);
  return { activity, owners, clusters, logger, sent, state, types, watcher };
}

describe('TransitionWatcher', () => {
  it('recovers what happened while the portal was down and notifies the owner', async () => {
    const { activity, sent } = await watch([abortedAt(10)], {
      runs: [
        analysisRun('run-1', {
          phase: 'Failed',
          completedAt: minutesAgo(11),
        }),
      ],
    });
    expect(activity.entries.map(({ type, at }) => [type, at])).toEqual([
      ['aborted', minutesAgo(10)],
      ['analysis-failed', minutesAgo(11)],
    ]);
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'component:default/orders' },
        payload: expect.objectContaining({
          title: 'orders was aborted in gke/shop',
          link: '/rollouts/gke/shop/orders',
          severity: 'high',
        }),
      },
    ]);
  });

  it('two replicas write and notify once', async () => {
    const activity = fakeActivity();
    const first = await watch([abortedAt(10)], { activity });
    const second = await watch([abortedAt(10)], { activity });
    expect(activity.entries).toHaveLength(1);
    expect(first.sent.length + second.sent.length).toBe(1);
  });

  it('on the first start with an empty record, what was over an hour ago is written down but not notified', async () => {
    const { sent, types } = await watch([abortedAt(90)]);
    expect(types()).toEqual(['aborted']);
    expect(sent).toEqual([]);
  });

  it('on a later start it is notified', async () => {
    const activity = fakeActivity();
    await activity.platformEvent({
      plugin: 'rollouts',
      type: 'phase-changed',
      key: 'earlier',
      at: minutesAgo(600),
      target: { cluster: CLUSTER, namespace: 'x', kind: 'Rollout', name: 'x' },
      summary: 'earlier',
      severity: 'info',
    });
    const { sent } = await watch([abortedAt(90)], { activity });
    expect(sent).toHaveLength(1);
  });

  it('what is older than a week is not written down any more', async () => {
    const { types, sent } = await watch([abortedAt(60 * 24 * 8)]);
    expect(types()).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('a wait is noticed when it has grown too long', async () => {
    const { types, sent, state, watcher } = await watch([waitingSince(20)]);
    expect(types()).toEqual(['phase-changed']);
    state.now += 11 * 60_000;
    await watcher.sweep();
    await watcher.sweep();
    expect(types()).toEqual(['phase-changed', 'waiting']);
    expect(sent.map(({ payload }) => payload.topic)).toEqual([
      'rollout-waiting',
    ]);
  });

  it('a change is written down without waiting for the sweep', async () => {
    const { clusters, types } = await watch([waitingSince(1)]);
    clusters.emit(CLUSTER, ROLLOUTS, abortedAt(0));
    await until('it is written down', () => types().length > 1);
    expect(types()).toEqual(['phase-changed', 'aborted']);
  });

  it('what could not be written is tried again, from the objects', async () => {
    const activity = fakeActivity();
    activity.failWith(new Error('activity is down'));
    const { types, sent, watcher, logger } = await watch([abortedAt(5)], {
      activity,
    });
    expect(types()).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('activity is down'),
    );
    activity.failWith(undefined);
    await watcher.sweep();
    expect(types()).toEqual(['aborted']);
    expect(sent).toHaveLength(1);
  });

  it('a notification that could not be sent is sent later, but not for ever', async () => {
    const { sent, state, watcher, clusters, logger } = await watch([
      waitingSince(1),
    ]);
    const failed = (times: number) =>
      until('sending fails', () => logger.warn.mock.calls.length === times);
    state.notificationsDown = true;
    clusters.emit(CLUSTER, ROLLOUTS, abortedAt(0));
    await failed(1);
    state.notificationsDown = false;
    await watcher.sweep();
    expect(sent).toHaveLength(1);
    state.notificationsDown = true;
    clusters.emit(CLUSTER, ROLLOUTS, abortedAt(-1));
    await failed(2);
    state.now += 11 * 60_000;
    await watcher.sweep();
    state.notificationsDown = false;
    await watcher.sweep();
    expect(sent).toHaveLength(1);
  });

  it('an event that the record refuses keeps no owner of another rollout from being notified', async () => {
    const activity = fakeActivity();
    const { sent, types, watcher } = await watch(
      [
        abortedAt(5),
        rollout({
          name: 'odd',
          labels: { 'backstage.io/kubernetes-id': 'orders' },
          status: {
            phase: 'Degraded',
            message: 'RolloutAborted: odd',
            abort: true,
            abortedAt: minutesAgo(5),
            pauseConditions: undefined,
          },
        }),
      ],
      {
        activity: {
          ...activity,
          platformEvent: async event => {
            if (event.target.name === 'odd') throw new InputError('summary');
            return activity.platformEvent(event);
          },
        },
      },
    );
    await watcher.sweep();
    expect(types()).toEqual(['aborted']);
    expect(sent).toHaveLength(1);
  });

  it('a rollout without an entity waits for the catalog to fill, then is written down without one', async () => {
    const { types, sent, state, watcher } = await watch([abortedAt(5)], {
      entities: [],
    });
    expect(types()).toEqual([]);
    state.now += 61_000;
    await watcher.sweep();
    expect(types()).toEqual(['aborted']);
    expect(sent).toEqual([]);
  });

  it('what may be out of date is not judged', async () => {
    const { clusters, state, types, watcher } = await watch([waitingSince(20)]);
    clusters.setFreshness(CLUSTER, { state: 'stale', reason: 'gone' });
    state.now += 60 * 60_000;
    await watcher.sweep();
    expect(types()).toEqual(['phase-changed']);
  });
});
