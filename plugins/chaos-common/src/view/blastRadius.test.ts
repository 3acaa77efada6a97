import { delay, draft, facts, kill, pod } from '../__fixtures__/builders';
import { problemText } from '../actions';
import { FaultDraft } from '../draft';
import { blastRadius } from '.';

describe('blastRadius', () => {
  it('shows what matches, how much of it, and what will be created', () => {
    const { radius } = blastRadius(
      draft('PodChaos', kill({ mode: 'fixed-percent', value: '50' })),
      facts(),
    );
    expect(radius).toMatchObject({
      effect: 'Deletes the pods',
      launchable: true,
      selections: [{ side: 'source', matchedTotal: 3, picked: { most: 2 } }],
      workloads: [
        {
          workload: 'Rollout orders',
          pods: 3,
          ready: 3,
          matched: 3,
          most: 2,
          canary: 0,
        },
      ],
      seen: { matched: ['shop/orders-1', 'shop/orders-2', 'shop/orders-3'] },
    });
    expect(radius.yaml).toContain(
      'slipway.io/entity-ref: component:default/orders',
    );
  });

  it('no target: no launch, with the cause at the selector', () => {
    const { radius } = blastRadius(
      draft('PodChaos', kill({ selector: { labelSelectors: { app: 'x' } } })),
      facts(),
    );
    expect(radius.launchable).toBe(false);
    expect(radius.problems).toContainEqual({
      path: 'spec.selector',
      rule: 'selector.no-target',
      origin: 'controller',
      severity: 'refused',
      message: 'No pod matches, so nothing is injected.',
    });
  });

  it('containers that none of the pods has: no launch', () => {
    const { radius } = blastRadius(
      draft(
        'PodChaos',
        kill({ action: 'container-kill', containerNames: ['gone'] }),
      ),
      facts(),
    );
    expect(radius.selections[0].containers).toEqual([]);
    expect(radius.launchable).toBe(false);
  });

  it('the first container is hit where none is named', () => {
    const { radius } = blastRadius(
      draft('StressChaos', {
        ...kill({ action: null, duration: '1m' }),
        stressors: { cpu: { workers: 1 } },
      }),
      facts(),
    );
    expect(radius.selections[0].containers).toEqual(['app']);
  });

  it('the far side of a network fault is counted apart', () => {
    const cart = pod('cart-1', { labels: { app: 'cart' } });
    const { radius } = blastRadius(
      draft(
        'NetworkChaos',
        delay({
          target: {
            mode: 'all',
            selector: { labelSelectors: { app: 'cart' } },
          },
        }),
      ),
      facts({ pods: [pod('orders-1'), cart] }),
    );
    expect(
      radius.selections.map(({ side, path, matchedTotal }) => [
        side,
        path,
        matchedTotal,
      ]),
    ).toEqual([
      ['source', 'spec', 1],
      ['target', 'spec.target', 1],
    ]);
    expect(radius.seen.matched).toEqual(['shop/orders-1']);
  });

  describe('warns of pods of a canary', () => {
    const byLabel = (app: string) =>
      kill({ selector: { labelSelectors: { app } } });
    const template = (name: string, app: string) => ({
      name,
      templateType: 'PodChaos',
      deadline: '1m',
      podChaos: byLabel(app),
    });
    const templates = [
      { name: 'all', templateType: 'Serial', deadline: '5m' },
      template('first', 'orders'),
      template('second', 'cart'),
    ];
    const schedule = {
      schedule: '@every 1h',
      type: 'PodChaos',
      historyLimit: 1,
    };
    const TEXT =
      'canary of Rollout orders is among the targets (1 of its pods). It is being rolled out, and its analysis may fail because of the fault.';

    it.each<[string, FaultDraft, string, string]>([
      ['of a fault', draft('PodChaos', kill()), 'spec.selector', `The ${TEXT}`],
      [
        'in a step of a workflow',
        draft('Workflow', {
          entry: 'all',
          templates: [
            { ...templates[0], children: ['first', 'second'] },
            ...templates.slice(1),
          ],
        }),
        'spec.templates[1].podChaos.selector',
        `Step first: the ${TEXT}`,
      ],
      [
        'of a schedule',
        draft('Schedule', { ...schedule, podChaos: kill() }),
        'spec.podChaos.selector',
        `The ${TEXT}`,
      ],
    ])('%s', (_, each, path, words) => {
      const { radius } = blastRadius(
        each,
        facts({
          pods: [
            pod('orders-1'),
            pod('orders-2', { hash: 'bbb' }),
            pod('cart-1', { labels: { app: 'cart' } }),
          ],
          canaryHashOf: () => 'bbb',
        }),
      );
      expect(radius.workloads[0].canary).toBe(1);
      const found = radius.problems.filter(
        ({ rule }) => rule === 'targets.canary',
      );
      expect(found.map(one => [one.path, problemText(one)])).toEqual([
        [path, words],
      ]);
    });
  });
});
