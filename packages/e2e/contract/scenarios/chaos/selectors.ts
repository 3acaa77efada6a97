import assert from 'node:assert/strict';
import {
  DEFAULT_SCOPE,
  pick,
  projectNode,
  projectPod,
  readPodSelector,
  selectPods,
} from '@slipway/plugin-chaos-common';
import { FaultScenario, Faults, PAUSE } from '../../lib/faults';
import { Json } from '../../lib/json';
import { NODES } from '../../lib/manifests';

/** Selectors by what they show; `first` is a pod of the app `one`. */
const selectorsOf = (
  faults: Faults,
  first: { name: string; node: string },
): Record<string, Json> => ({
  labels: faults.selector('one'),
  'other-labels': faults.selector('two'),
  'every-label': {
    labelSelectors: { app: 'one', tier: 'front' },
  },
  'no-labels': {},
  in: {
    expressionSelectors: [
      { key: 'app', operator: 'In', values: ['one', 'three'] },
    ],
  },
  'not-in': {
    expressionSelectors: [{ key: 'app', operator: 'NotIn', values: ['one'] }],
  },
  exists: { expressionSelectors: [{ key: 'tier', operator: 'Exists' }] },
  absent: { expressionSelectors: [{ key: 'tier', operator: 'DoesNotExist' }] },
  annotation: { annotationSelectors: { owner: 'orders' } },
  'other-annotation': { annotationSelectors: { owner: 'nobody' } },
  'field-name': { fieldSelectors: { 'metadata.name': first.name } },
  'field-phase': { fieldSelectors: { 'status.phase': 'Running' } },
  node: { nodes: [first.node] },
  'node-label': {
    nodeSelectors: { 'kubernetes.io/hostname': first.node },
  },
  'node-and-label': { nodes: [first.node], labelSelectors: { app: 'two' } },
  running: { podPhaseSelectors: ['Running'] },
  pending: { podPhaseSelectors: ['Pending'] },
  named: { pods: { [faults.namespace]: [first.name] } },
  'named-beside': {
    pods: { [faults.namespace]: [first.name, 'nobody'] },
    labelSelectors: { app: 'two' },
  },
  'twice-the-namespace': {
    namespaces: [faults.namespace, faults.namespace],
    labelSelectors: { app: 'one' },
  },
});

export const selectorScenarios: FaultScenario[] = [
  {
    id: 'chaos-selectors',
    title: 'What the portal says will be hit is what the controller selects',
    async run(faults) {
      await faults.app('one', 2, {}, { tier: 'front' }, { owner: 'orders' });
      await faults.app('two', 2);
      const [first] = await faults.pods('one');
      const specs = Object.entries(selectorsOf(faults, first)).map(
        ([name, selector]) => ({
          name,
          spec: { action: 'pod-failure', mode: 'all', selector },
        }),
      );
      const facts = {
        pods: (await faults.allPods()).map(projectPod),
        nodes: (await faults.api.listOfCluster(NODES)).map(projectNode),
        scope: DEFAULT_SCOPE,
        annotationsOf: () => ({}),
      };
      for (const { name, spec } of specs) {
        // Targets are selected while it is paused as well, and nothing is done to them.
        await faults.launch('PodChaos', name, spec, {
          annotations: { [PAUSE]: 'true' },
        });
      }
      const wrong: string[] = [];
      for (const { name, spec } of specs) {
        const { selector, mode, value } = readPodSelector(
          spec,
          faults.namespace,
        );
        const predicted = selectPods(selector, facts)
          .pods.map(({ metadata }) => `${faults.namespace}/${metadata.name}`)
          .sort();
        const { records } = await faults.until(
          'PodChaos',
          name,
          'selected, or not',
          fault =>
            fault.conditions.Selected ===
            (predicted.length > 0 ? 'True' : 'False'),
        );
        const selected = records.map(({ id }) => id).sort();
        const { range } = pick(mode, value, predicted.length);
        if (
          selected.join() !== predicted.join() ||
          range.most !== selected.length
        ) {
          wrong.push(
            `${name}: predicted ${predicted} (${range.most}), selected ${selected}`,
          );
        }
      }
      assert.deepEqual(wrong, []);
    },
  },
];
