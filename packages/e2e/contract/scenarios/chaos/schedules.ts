import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CHAOS_KINDS,
  checkDraft,
  FaultDraft,
} from '@slipway/plugin-chaos-common';
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
const { resource: WORKFLOWS } = CHAOS_KINDS.Workflow;

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
  {
    id: 'chaos-schedule-workflow',
    title:
      'A schedule starts workflows, the next one when the last has ended; one that the webhook would refuse is taken, and fails when it is due',
    async run(faults) {
      await faults.app('app', 1);
      const workflow = (entry: string): Json => ({
        entry,
        templates: [
          {
            name: 'all',
            templateType: 'Serial',
            deadline: '30s',
            children: ['kill'],
          },
          {
            name: 'kill',
            templateType: 'PodChaos',
            deadline: '1s',
            podChaos: {
              action: 'pod-kill',
              mode: 'one',
              selector: faults.selector('app'),
            },
          },
        ],
      });
      const spec = (entry: string): Json => ({
        schedule: '@every 1s',
        type: 'Workflow',
        historyLimit: 2,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 60,
        workflow: workflow(entry),
      });
      const draft = (entry: string): FaultDraft => ({
        kind: 'Schedule',
        name: 'flows',
        spec: spec(entry) as FaultDraft['spec'],
      });
      const refused = (entry: string) =>
        checkDraft(draft(entry)).map(({ path, rule }) => `${rule} at ${path}`);
      assert.deepEqual(refused('all'), []);
      assert.deepEqual(refused('nothing'), [
        'workflow.entry at spec.workflow.entry',
      ]);
      await faults.launch('Schedule', 'flows', spec('all'));
      await faults.launch('Schedule', 'broken', spec('nothing'));
      await faults.untilEvent(
        'Schedule',
        'broken',
        'Failed',
        /^Failed to create new object: admission webhook "\S+" denied the request: .*nothing/s,
      );
      const started = await faults.untilListed(
        WORKFLOWS,
        'a second one started',
        objects => objects.length >= 2,
      );
      assert.deepEqual(startedBy('broken', started), []);
      const [first] = started.sort((one, other) =>
        String(at(one, 'metadata', 'creationTimestamp')) <
        String(at(other, 'metadata', 'creationTimestamp'))
          ? -1
          : 1,
      );
      assert.equal(
        at(first, 'metadata', 'ownerReferences', 0, 'name'),
        'flows',
      );
      assert.equal(
        faultOf(first).conditions.Accomplished,
        'True',
        'Forbid: the first had ended',
      );
      await faults.untilListed(
        POD_FAULTS,
        'faults of its steps',
        objects => objects.length > 0,
      );
    },
  },
];
