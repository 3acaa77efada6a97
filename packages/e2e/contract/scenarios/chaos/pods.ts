import assert from 'node:assert/strict';
import { APP_IMAGE, FaultScenario, Faults, isInjected } from '../../lib/faults';

/** Says which pods a fault chose, by the names in its records. */
const namesOf = (faults: Faults, ids: string[]) =>
  ids.map(id => id.slice(faults.namespace.length + 1)).sort();

export const podScenarios: FaultScenario[] = [
  {
    id: 'chaos-pod-kill',
    title:
      'pod-kill deletes the pods that it chose, and others take their place',
    async run(faults) {
      const before = await faults.app('app', 3);
      await faults.launch('PodChaos', 'kill', {
        action: 'pod-kill',
        mode: 'fixed',
        value: '2',
        selector: faults.selector('app'),
      });
      const { records, conditions, state } = await faults.until(
        'PodChaos',
        'kill',
        'injected',
        isInjected,
      );
      assert.equal(conditions.AllRecovered, 'False');
      // It happened: there is nothing to wait for.
      assert.equal(state, 'finished');
      assert.deepEqual(
        records.map(({ phase, selectorKey, injectedCount }) => [
          phase,
          selectorKey,
          injectedCount,
        ]),
        [
          ['Injected', '.', 1],
          ['Injected', '.', 1],
        ],
      );
      const after = await faults.untilPods(
        'app',
        'three ready again, two of them others',
        pods =>
          pods.length === 3 &&
          pods.every(({ ready }) => ready) &&
          pods.filter(({ uid }) => before.some(old => old.uid === uid))
            .length === 1,
      );
      const gone = before
        .filter(({ uid }) => !after.some(pod => pod.uid === uid))
        .map(({ name }) => name)
        .sort();
      assert.deepEqual(
        namesOf(
          faults,
          records.map(({ id }) => id),
        ),
        gone,
        'the records name the pods that were deleted',
      );
      await faults.delete('PodChaos', 'kill');
      await faults.untilGone('PodChaos', 'kill');
    },
  },
  {
    id: 'chaos-pod-failure',
    title:
      'pod-failure replaces images while it lasts, and its deletion puts them back',
    async run(faults) {
      const before = await faults.app('app', 2);
      await faults.launch('PodChaos', 'failure', {
        action: 'pod-failure',
        mode: 'all',
        selector: faults.selector('app'),
      });
      const { state } = await faults.until(
        'PodChaos',
        'failure',
        'injected',
        isInjected,
      );
      assert.equal(state, 'running');
      const failed = await faults.untilPods('app', 'not ready', pods =>
        pods.every(({ ready }) => !ready),
      );
      assert.deepEqual(
        failed.map(({ uid }) => uid).sort(),
        before.map(({ uid }) => uid).sort(),
        'they are the same pods',
      );
      failed.forEach(({ images }) =>
        images.forEach(image => assert.notEqual(image, APP_IMAGE)),
      );
      await faults.delete('PodChaos', 'failure');
      await faults.untilGone('PodChaos', 'failure');
      const after = await faults.untilPods('app', 'ready again', pods =>
        pods.every(({ ready }) => ready),
      );
      assert.deepEqual(
        after.map(({ uid, images }) => [uid, ...images]).sort(),
        before.map(({ uid, images }) => [uid, ...images]).sort(),
        'with the images that they had',
      );
    },
  },
  {
    id: 'chaos-pod-select',
    title: 'How many pods a mode chooses of three',
    async run(faults) {
      await faults.app('app', 3);
      const choices: Array<[string, string, string | undefined, number]> = [
        ['one', 'one', undefined, 1],
        ['all', 'all', undefined, 3],
        // More than there are: what there is.
        ['more', 'fixed', '5', 3],
        // Rounded up: a tenth of three is one.
        ['tenth', 'fixed-percent', '10', 1],
        ['half', 'fixed-percent', '50', 2],
      ];
      for (const [name, mode, value, count] of choices) {
        await faults.launch('PodChaos', name, {
          action: 'pod-failure',
          mode,
          ...(value ? { value } : {}),
          selector: faults.selector('app'),
        });
        const { records } = await faults.until(
          'PodChaos',
          name,
          'injected',
          isInjected,
        );
        assert.equal(records.length, count, `${mode} ${value ?? ''}`);
        await faults.delete('PodChaos', name);
        await faults.untilGone('PodChaos', name);
      }
    },
  },
  {
    id: 'chaos-pod-names',
    title: 'Pods that are named are chosen whatever else is asked for',
    async run(faults) {
      const [first] = await faults.app('app', 2);
      await faults.app('other', 1);
      await faults.launch('PodChaos', 'named', {
        action: 'pod-failure',
        mode: 'all',
        selector: {
          ...faults.selector('other'),
          pods: { [faults.namespace]: [first.name] },
        },
      });
      const { records } = await faults.until(
        'PodChaos',
        'named',
        'injected',
        isInjected,
      );
      assert.deepEqual(
        records.map(({ id }) => id),
        [`${faults.namespace}/${first.name}`],
        'the labels were not looked at',
      );
      await faults.delete('PodChaos', 'named');
      await faults.untilGone('PodChaos', 'named');
    },
  },
  {
    id: 'chaos-no-target',
    title: 'A fault that finds no pod says so and hits nothing',
    async run(faults) {
      await faults.launch('PodChaos', 'nobody', {
        action: 'pod-failure',
        mode: 'all',
        duration: '1m',
        selector: faults.selector('ghost'),
      });
      await faults.untilEvent('PodChaos', 'nobody', 'Failed', /no pod/);
      const { records, conditions, state } = await faults.until(
        'PodChaos',
        'nobody',
        'not selected',
        fault => fault.conditions.Selected === 'False',
      );
      assert.deepEqual(records, []);
      assert.notEqual(conditions.Selected, 'True');
      assert.equal(state, 'injecting');
      await faults.delete('PodChaos', 'nobody');
      await faults.untilGone('PodChaos', 'nobody');
    },
  },
];
