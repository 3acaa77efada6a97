import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import {
  faultOf,
  Faults,
  FaultScenario,
  isInjected,
  PAUSE,
} from '../../lib/faults';
import { at, Json } from '../../lib/json';

const { resource: SCHEDULES } = CHAOS_KINDS.Schedule;
const { resource: POD_FAULTS } = CHAOS_KINDS.PodChaos;

/** A Schedule of pod faults with all that is always set. */
const schedule = (faults: Faults, more: Json, fault: Json = {}): Json => ({
  schedule: '@every 2s',
  type: 'PodChaos',
  historyLimit: 2,
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 60,
  ...more,
  podChaos: {
    action: 'pod-kill',
    mode: 'one',
    selector: faults.selector('app'),
    ...fault,
  },
});

const nameOf = (raw: Json) => String(at(raw, 'metadata', 'name'));

/**
 * What a Schedule of this name started. Names differ between scenarios: the
 * controller finds children by this label in every namespace.
 */
const startedBy = (name: string, objects: Json[]) =>
  objects.filter(
    object => at(object, 'metadata', 'labels', 'managed-by') === name,
  );

/** Disturbs its targets long enough. */
const LASTING = { action: 'pod-failure', duration: '1m' };

export const scheduleScenarios: FaultScenario[] = [
  {
    id: 'chaos-schedule',
    title:
      'A schedule starts faults one after the other, keeps as many as its history, and takes them with it',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch('Schedule', 'often', schedule(faults, {}));
      const first = await faults.untilListed(
        POD_FAULTS,
        'one started',
        objects => objects.length > 0,
      );
      const [{ metadata }] = first;
      assert.equal(at(metadata, 'ownerReferences', 0, 'kind'), 'Schedule');
      assert.equal(at(metadata, 'ownerReferences', 0, 'controller'), true);
      assert.equal(at(metadata, 'labels', 'managed-by'), 'often');
      const later = await faults.untilListed(
        POD_FAULTS,
        'the first is gone, two are kept',
        objects =>
          objects.length === 2 &&
          !objects.some(one => nameOf(one) === nameOf(first[0])),
      );
      await faults.until(
        'Schedule',
        'often',
        'names what there is of it, and its last start',
        ({ raw }) => {
          const active = at(raw, 'status', 'active');
          return (
            Array.isArray(active) &&
            active.length >= 2 &&
            Boolean(at(raw, 'status', 'time'))
          );
        },
      );
      later.forEach(one =>
        assert.equal(faultOf(one).records[0]?.injectedCount ?? 1, 1),
      );
      await faults.delete('Schedule', 'often');
      await faults.untilGone('Schedule', 'often');
      await faults.untilListed(
        POD_FAULTS,
        'gone with their schedule',
        objects => objects.length === 0,
      );
    },
  },
  {
    id: 'chaos-schedule-policy',
    title:
      'Forbid starts nothing while a fault runs and says so, Allow starts another one',
    async run(faults) {
      await faults.app('app', 1);
      for (const policy of ['Forbid', 'Allow']) {
        await faults.launch(
          'Schedule',
          policy.toLowerCase(),
          schedule(
            faults,
            { schedule: '@every 1s', concurrencyPolicy: policy },
            LASTING,
          ),
        );
      }
      await faults.untilListed(
        POD_FAULTS,
        'two of Allow',
        objects => startedBy('allow', objects).length >= 2,
      );
      await faults.untilEvent(
        'Schedule',
        'forbid',
        'Forbid',
        /^Forbid spawning new job because: forbid-\w+ is still running$/,
      );
      assert.equal(
        startedBy('forbid', await faults.list(POD_FAULTS)).length,
        1,
      );
    },
  },
  {
    id: 'chaos-schedule-pause',
    title:
      'A paused schedule starts nothing and pauses what it started; both resume',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch(
        'Schedule',
        'paused',
        schedule(
          faults,
          {
            schedule: '@every 1s',
            concurrencyPolicy: 'Allow',
            historyLimit: 9,
          },
          LASTING,
        ),
      );
      const [child] = await faults.untilListed(
        POD_FAULTS,
        'one started',
        objects => objects.length > 0,
      );
      await faults.until('PodChaos', nameOf(child), 'injected', isInjected);
      await faults.annotate('Schedule', 'paused', PAUSE, 'true');
      await faults.until(
        'PodChaos',
        nameOf(child),
        'paused with its schedule',
        ({ conditions, state }) =>
          conditions.Paused === 'True' && state === 'paused',
      );
      const { state } = await faults.read('Schedule', 'paused');
      assert.equal(state, 'paused');
      const before = (await faults.list(POD_FAULTS)).length;
      await sleep(2_500);
      assert.equal((await faults.list(POD_FAULTS)).length, before);
      await faults.annotate('Schedule', 'paused', PAUSE, null);
      await faults.until(
        'PodChaos',
        nameOf(child),
        'resumed with its schedule',
        ({ raw, conditions }) =>
          conditions.Paused === 'False' &&
          at(raw, 'metadata', 'annotations', PAUSE) === 'false',
      );
      await faults.untilListed(
        POD_FAULTS,
        'another one started',
        objects => objects.length > before,
      );
    },
  },
  {
    id: 'chaos-schedule-missed',
    title:
      'Nothing starts with a deadline shorter than @every, nor after more than 100 missed starts',
    async run(faults) {
      await faults.launch(
        'Schedule',
        'never',
        schedule(faults, {
          schedule: '@every 3s',
          startingDeadlineSeconds: 1,
        }),
      );
      await faults.launch(
        'Schedule',
        'behind',
        schedule(faults, {
          schedule: '@every 30s',
          startingDeadlineSeconds: 7_200,
        }),
        { annotations: { [PAUSE]: 'true' } },
      );
      // As after an hour of pause: there is no status subresource.
      await faults.api.merge(SCHEDULES, faults.namespace, 'behind', {
        metadata: { annotations: { [PAUSE]: null } },
        status: { time: new Date(Date.now() - 3_600_000).toISOString() },
      });
      await faults.untilEvent(
        'Schedule',
        'behind',
        'Failed',
        /Failed to get run time: too many missed start time \(> 100\)/,
      );
      await sleep(4_500);
      assert.deepEqual(await faults.list(POD_FAULTS), []);
    },
  },
];
