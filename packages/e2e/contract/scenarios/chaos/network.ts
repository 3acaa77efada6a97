import assert from 'node:assert/strict';
import { NODES } from '../../lib/manifests';
import { at } from '../../lib/json';
import { PODS } from '@slipway/plugin-rollouts-common';
import {
  APP_IMAGE,
  CLEAN,
  FaultScenario,
  internalKind,
  isInjected,
  isRecovered,
  PAUSE,
} from '../../lib/faults';

const POD_NETWORK = internalKind('PodNetworkChaos', 'podnetworkchaos');

const DELAY = { action: 'delay', delay: { latency: '200ms' } };

export const networkScenarios: FaultScenario[] = [
  {
    id: 'chaos-network-delay',
    title:
      'A network delay reaches every target, and is taken back while it is paused',
    async run(faults) {
      const pods = await faults.app('app', 2);
      await faults.launch('NetworkChaos', 'delay', {
        ...DELAY,
        mode: 'all',
        selector: faults.selector('app'),
      });
      const { records } = await faults.until(
        'NetworkChaos',
        'delay',
        'injected',
        isInjected,
      );
      assert.deepEqual(
        records.map(({ id }) => id).sort(),
        pods.map(({ name }) => `${faults.namespace}/${name}`).sort(),
      );
      await faults.annotate('NetworkChaos', 'delay', PAUSE, 'true');
      const { desiredPhase } = await faults.until(
        'NetworkChaos',
        'delay',
        'recovered',
        isRecovered,
      );
      assert.equal(desiredPhase, 'Stop');
      await faults.delete('NetworkChaos', 'delay');
      await faults.untilGone('NetworkChaos', 'delay');
    },
  },
  {
    id: 'chaos-network-pods',
    title: 'What each pod is to do is in an object of its own',
    realOnly: true,
    async run(faults) {
      await faults.app('app', 2);
      await faults.launch('NetworkChaos', 'delay', {
        ...DELAY,
        mode: 'all',
        selector: faults.selector('app'),
      });
      await faults.until('NetworkChaos', 'delay', 'injected', isInjected);
      const asked = await faults.untilListed(
        POD_NETWORK,
        'one for each pod',
        objects => objects.length === 2,
      );
      assert.deepEqual(
        asked.map(one => at(one, 'spec', 'tcs', 0, 'delay', 'latency')),
        ['200ms', '200ms'],
      );
      await faults.delete('NetworkChaos', 'delay');
      await faults.untilGone('NetworkChaos', 'delay');
    },
  },
  {
    id: 'chaos-network-target',
    title: 'A fault of both directions has records of sources and of targets',
    async run(faults) {
      await faults.app('source', 1);
      await faults.app('target', 2);
      await faults.launch('NetworkChaos', 'between', {
        ...DELAY,
        mode: 'all',
        direction: 'both',
        selector: faults.selector('source'),
        target: { mode: 'all', selector: faults.selector('target') },
      });
      const { records } = await faults.until(
        'NetworkChaos',
        'between',
        'injected',
        isInjected,
      );
      assert.deepEqual(records.map(({ selectorKey }) => selectorKey).sort(), [
        '.',
        '.Target',
        '.Target',
      ]);
      await faults.delete('NetworkChaos', 'between');
      await faults.untilGone('NetworkChaos', 'between');
    },
  },
  {
    id: 'chaos-no-daemon',
    realOnly: true,
    title:
      'Without the daemon on a node a fault waits and says so, and its deletion is held back until the finalizer is taken away',
    async run(faults) {
      // Longer names are cut nowhere: a label of a node holds 63 characters.
      const node = `bare-${faults.namespace.split('-').at(-1)}`;
      await faults.api.createOfCluster(NODES, {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name: node,
          annotations: { 'kwok.x-k8s.io/node': 'fake' },
          labels: { 'kubernetes.io/hostname': node },
        },
        // Nobody else's pods come here.
        spec: { unschedulable: true },
      });
      try {
        await faults.api.create(PODS, faults.namespace, {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'lonely', labels: { app: 'lonely' } },
          spec: {
            nodeName: node,
            containers: [{ name: 'app', image: APP_IMAGE }],
          },
        });
        await faults.untilPods('lonely', 'ready', ([pod]) => pod?.ready);
        await faults.launch('NetworkChaos', 'alone', {
          ...DELAY,
          mode: 'all',
          duration: '10m',
          selector: faults.selector('lonely'),
        });
        const { records, conditions } = await faults.until(
          'NetworkChaos',
          'alone',
          'failed',
          fault =>
            fault.records.some(({ events }) =>
              events.some(({ type }) => type === 'Failed'),
            ),
        );
        assert.equal(conditions.Selected, 'True');
        assert.equal(conditions.AllInjected, 'False');
        assert.equal(records[0].injectedCount, 0);
        assert.equal(
          records[0].events.find(({ type }) => type === 'Failed')?.message,
          `cannot find daemonIP on node ${node}`,
        );
        await faults.untilEvent(
          'NetworkChaos',
          'alone',
          'Failed',
          /cannot find daemonIP on node/,
        );

        await faults.delete('NetworkChaos', 'alone');
        // What has started must be done before it can be taken back: it is tried again and again.
        const { raw, state } = await faults.until(
          'NetworkChaos',
          'alone',
          'stopping',
          ({ desiredPhase }) => desiredPhase === 'Stop',
        );
        assert.ok(
          at(raw, 'metadata', 'deletionTimestamp'),
          'it is being deleted',
        );
        assert.deepEqual(at(raw, 'metadata', 'finalizers'), [
          'chaos-mesh/records',
        ]);
        assert.equal(state, 'deleting');
        // The step that reads this comes after the one that tries again, and is not reached while that one fails.
        const { records: tried } = await faults.read('NetworkChaos', 'alone');
        await faults.annotate('NetworkChaos', 'alone', CLEAN, 'forced');
        const after = await faults.until(
          'NetworkChaos',
          'alone',
          'tried again',
          fault => fault.records[0].events.length > tried[0].events.length,
        );
        assert.deepEqual(at(after.raw, 'metadata', 'finalizers'), [
          'chaos-mesh/records',
        ]);
        await faults.release('NetworkChaos', 'alone');
        await faults.untilGone('NetworkChaos', 'alone');
      } finally {
        await faults.api.deleteOfCluster(NODES, node);
      }
    },
  },
];
