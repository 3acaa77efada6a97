import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import {
  APP_IMAGE,
  FaultScenario,
  isInjected,
  isRecovered,
  PAUSE,
} from '../../lib/faults';
import { at } from '../../lib/json';
import { ApiError } from '../../lib/api';

export const controlScenarios: FaultScenario[] = [
  {
    id: 'chaos-pause',
    title: 'A paused fault is taken back at once; resumed, it is there again',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch('PodChaos', 'failure', {
        action: 'pod-failure',
        mode: 'all',
        selector: faults.selector('app'),
      });
      await faults.until('PodChaos', 'failure', 'injected', isInjected);
      await faults.annotate('PodChaos', 'failure', PAUSE, 'true');
      const paused = await faults.until(
        'PodChaos',
        'failure',
        'paused and recovered',
        fault => fault.conditions.Paused === 'True' && isRecovered(fault),
      );
      assert.equal(paused.desiredPhase, 'Stop');
      assert.equal(paused.state, 'paused');
      const [restored] = await faults.pods('app');
      assert.deepEqual(restored.images, [APP_IMAGE]);

      await faults.annotate('PodChaos', 'failure', PAUSE, null);
      const resumed = await faults.until(
        'PodChaos',
        'failure',
        'injected again',
        fault =>
          fault.conditions.Paused === 'False' &&
          isInjected(fault) &&
          fault.records[0].injectedCount === 2,
      );
      assert.equal(resumed.desiredPhase, 'Run');
      assert.equal(resumed.state, 'running');
      await faults.delete('PodChaos', 'failure');
      await faults.untilGone('PodChaos', 'failure');
    },
  },
  {
    id: 'chaos-pause-late',
    title: 'Time runs while a fault is paused: it is not resumed after its end',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch(
        'PodChaos',
        'failure',
        {
          action: 'pod-failure',
          mode: 'all',
          duration: '3s',
          selector: faults.selector('app'),
        },
        { annotations: { [PAUSE]: 'true' } },
      );
      const { raw, records } = await faults.until(
        'PodChaos',
        'failure',
        'paused',
        fault =>
          fault.conditions.Paused === 'True' && fault.desiredPhase === 'Stop',
      );
      assert.ok(records.every(({ injectedCount }) => injectedCount === 0));
      // Nothing in the object says when its time is over: it is counted from its creation.
      const created = Date.parse(
        String(at(raw, 'metadata', 'creationTimestamp')),
      );
      await sleep(Math.max(0, created + 4_000 - Date.now()));
      await faults.annotate('PodChaos', 'failure', PAUSE, null);
      const late = await faults.until(
        'PodChaos',
        'failure',
        'no more paused',
        fault => fault.conditions.Paused === 'False',
      );
      assert.equal(late.desiredPhase, 'Stop');
      assert.equal(late.state, 'finished');
      assert.ok(late.records.every(({ injectedCount }) => injectedCount === 0));
    },
  },
  {
    id: 'chaos-duration',
    title: 'When its time is over a fault is taken back and stays as a record',
    async run(faults) {
      const before = await faults.app('app', 2);
      const times = { mode: 'all', duration: '3s' };
      const selector = faults.selector('app');
      await faults.launch('PodChaos', 'short', {
        ...times,
        action: 'pod-failure',
        selector,
      });
      await faults.launch('NetworkChaos', 'short', {
        ...times,
        action: 'delay',
        delay: { latency: '200ms' },
        selector,
      });
      for (const kind of ['PodChaos', 'NetworkChaos'] as const) {
        const { desiredPhase, records, state } = await faults.until(
          kind,
          'short',
          'recovered',
          isRecovered,
        );
        assert.equal(desiredPhase, 'Stop');
        assert.equal(state, 'finished');
        assert.deepEqual(
          records.map(({ phase, events }) => [
            phase,
            ...events.map(({ operation, type }) => `${operation} ${type}`),
          ]),
          before.map(() => [
            'Not Injected',
            'Apply Succeeded',
            'Recover Succeeded',
          ]),
        );
        await faults.untilEvent(kind, 'short', 'TimeUp', /duration/);
      }
      const after = await faults.untilPods('app', 'ready again', pods =>
        pods.every(({ ready }) => ready),
      );
      assert.deepEqual(
        after.map(({ uid, images }) => [uid, ...images]).sort(),
        before.map(({ uid, images }) => [uid, ...images]).sort(),
      );
    },
  },
  {
    id: 'chaos-delete',
    title: 'A fault that is deleted is taken back first',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch('PodChaos', 'failure', {
        action: 'pod-failure',
        mode: 'all',
        selector: faults.selector('app'),
      });
      await faults.until('PodChaos', 'failure', 'injected', isInjected);
      await faults.delete('PodChaos', 'failure');
      await faults.untilGone('PodChaos', 'failure');
      const [pod] = await faults.pods('app');
      assert.deepEqual(pod.images, [APP_IMAGE]);
      await faults.untilPods('app', 'ready again', ([one]) => one?.ready);
    },
  },
  {
    id: 'chaos-immutable',
    title: 'What a fault does cannot be changed; its annotations can',
    async run(faults) {
      await faults.launch('PodChaos', 'failure', {
        action: 'pod-failure',
        mode: 'all',
        duration: '1m',
        selector: faults.selector('ghost'),
      });
      await assert.rejects(
        faults.api.merge(
          CHAOS_KINDS.PodChaos.resource,
          faults.namespace,
          'failure',
          { spec: { duration: '1h' } },
        ),
        (error: unknown) =>
          error instanceof ApiError &&
          error.status === 403 &&
          /admission webhook "vpodchaos\.kb\.io" denied the request.*Cannot update chaos spec/s.test(
            error.message,
          ),
      );
      await faults.annotate('PodChaos', 'failure', 'slipway.io/note', 'seen');
      const { raw } = await faults.read('PodChaos', 'failure');
      assert.equal(at(raw, 'spec', 'duration'), '1m');
    },
  },
];
