import assert from 'node:assert/strict';
import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import { faultOf, FaultScenario, internalKind } from '../../lib/faults';
import { at, Json } from '../../lib/json';

const NODES_OF_WORKFLOWS = internalKind('WorkflowNode', 'workflownodes');

const conditionOf = (raw: Json, type: string) => faultOf(raw).conditions[type];

export const composedScenarios: FaultScenario[] = [
  {
    id: 'chaos-schedule',
    realOnly: true,
    title:
      'A schedule starts faults, one after the other, and none while it is paused',
    async run(faults) {
      await faults.app('app', 1);
      await faults.launch('Schedule', 'often', {
        schedule: '@every 2s',
        type: 'PodChaos',
        historyLimit: 2,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 60,
        podChaos: {
          action: 'pod-kill',
          mode: 'one',
          selector: faults.selector('app'),
        },
      });
      const { resource } = CHAOS_KINDS.PodChaos;
      const started = await faults.untilListed(
        resource,
        'two started',
        objects => objects.length >= 2,
      );
      started.forEach(one =>
        assert.equal(
          at(one, 'metadata', 'ownerReferences', 0, 'kind'),
          'Schedule',
        ),
      );
      await faults.until('Schedule', 'often', 'last time is known', ({ raw }) =>
        Boolean(at(raw, 'status', 'time')),
      );
      await faults.delete('Schedule', 'often');
      await faults.untilGone('Schedule', 'often');
      await faults.untilListed(
        resource,
        'gone with their schedule',
        objects => objects.length === 0,
      );
    },
  },
  {
    id: 'chaos-workflow',
    realOnly: true,
    title:
      'A workflow runs its steps in order and says that it is accomplished',
    async run(faults) {
      const [before] = await faults.app('app', 1);
      await faults.launch('Workflow', 'steps', {
        entry: 'all',
        templates: [
          {
            name: 'all',
            templateType: 'Serial',
            deadline: '1m',
            children: ['kill', 'wait'],
          },
          {
            name: 'kill',
            templateType: 'PodChaos',
            deadline: '3s',
            podChaos: {
              action: 'pod-kill',
              mode: 'one',
              selector: faults.selector('app'),
            },
          },
          { name: 'wait', templateType: 'Suspend', deadline: '1s' },
        ],
      });
      await faults.until(
        'Workflow',
        'steps',
        'accomplished',
        ({ raw }) => conditionOf(raw, 'Accomplished') === 'True',
      );
      const nodes = await faults.list(NODES_OF_WORKFLOWS);
      assert.deepEqual(
        nodes.map(node => String(at(node, 'spec', 'templateName'))).sort(),
        ['all', 'kill', 'wait'],
      );
      nodes.forEach(node =>
        assert.equal(
          at(node, 'metadata', 'labels', 'chaos-mesh.org/workflow'),
          'steps',
        ),
      );
      await faults.untilPods(
        'app',
        'another pod',
        ([pod]) => pod?.ready && pod.uid !== before.uid,
      );
      await faults.delete('Workflow', 'steps');
      await faults.untilGone('Workflow', 'steps');
    },
  },
];
