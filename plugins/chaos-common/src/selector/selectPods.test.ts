import { JsonObject } from '@backstage/types';
import { facts, node, pod } from '../__fixtures__/builders';
import { readPodSelector, SelectorFacts, selectPods } from '.';

const PODS = [
  pod('orders-1'),
  pod('orders-2', { node: 'node-b', phase: 'Pending' }),
  pod('cart-1', { labels: { app: 'cart', tier: '' }, phase: 'Succeeded' }),
  pod('live-1', { namespace: 'live', annotations: { owner: 'a' } }),
];
const NODES = [node('node-a', { zone: 'a' }), node('node-b', { zone: 'b' })];

function matched(selector: JsonObject, changes: Partial<SelectorFacts> = {}) {
  const { pods, failure } = selectPods(
    readPodSelector({ selector, mode: 'all' }, 'shop').selector,
    facts({ pods: PODS, nodes: NODES, ...changes }),
  );
  return failure ?? pods.map(({ metadata }) => metadata.name);
}

describe('selectPods', () => {
  it.each<[string, JsonObject, string[] | string]>([
    ['no namespace: its own', {}, ['orders-1', 'orders-2', 'cart-1']],
    ['another namespace', { namespaces: ['live'] }, ['live-1']],
    [
      'a namespace twice counts twice',
      { namespaces: ['live', 'live'] },
      ['live-1', 'live-1'],
    ],
    [
      'labels; pods that are not running match too',
      { labelSelectors: { app: 'orders' } },
      ['orders-1', 'orders-2'],
    ],
    ['an empty value', { labelSelectors: { tier: '' } }, ['cart-1']],
    [
      'expressions',
      {
        expressionSelectors: [
          { key: 'app', operator: 'NotIn', values: ['cart'] },
          { key: 'tier', operator: 'DoesNotExist' },
        ],
      },
      ['orders-1', 'orders-2'],
    ],
    [
      'an operator that does not exist',
      { expressionSelectors: [{ key: 'app', operator: 'Equals' }] },
      'expressionSelectors: "Equals" is not a valid label selector operator',
    ],
    [
      'In without values',
      { expressionSelectors: [{ key: 'app', operator: 'In' }] },
      'expressionSelectors: In needs values',
    ],
    [
      'a value that no label has is not read as two requirements',
      { labelSelectors: { app: 'orders,tier' } },
      'labelSelectors: Invalid value: "orders,tier"',
    ],
    [
      'annotations',
      { namespaces: ['live'], annotationSelectors: { owner: 'a' } },
      ['live-1'],
    ],
    [
      'a comma in an annotation starts another requirement',
      { namespaces: ['live'], annotationSelectors: { owner: 'a,!x' } },
      ['live-1'],
    ],
    ['fields', { fieldSelectors: { 'spec.nodeName': 'node-b' } }, ['orders-2']],
    [
      'a field that the API server does not know',
      { fieldSelectors: { 'spec.hostNetwork': 'true' } },
      'fieldSelectors: field label not supported: spec.hostNetwork',
    ],
    ['nodes by name', { nodes: ['node-b'] }, ['orders-2']],
    [
      'a node that does not exist',
      { nodes: ['node-z'] },
      'nodes: node "node-z" not found',
    ],
    [
      'nodes by name and label add up',
      { nodes: ['node-b'], nodeSelectors: { zone: 'a' } },
      ['orders-1', 'orders-2', 'cart-1'],
    ],
    ['labels of no node', { nodeSelectors: { zone: 'z' } }, []],
    ['a phase', { podPhaseSelectors: ['Pending'] }, ['orders-2']],
    [
      'several phases',
      { podPhaseSelectors: ['Pending', 'Succeeded'] },
      ['orders-2', 'cart-1'],
    ],
    [
      'not a phase',
      { podPhaseSelectors: ['!Pending'] },
      ['orders-1', 'cart-1'],
    ],
    [
      'another operator on phases',
      { podPhaseSelectors: ['Running=true'] },
      'podPhaseSelectors: unsupported operator in "Running=true"',
    ],
    [
      'with pods all other selectors are ignored',
      {
        namespaces: ['shop'],
        labelSelectors: { app: 'cart' },
        pods: { live: ['live-1', 'gone'], shop: ['orders-1'] },
      },
      ['live-1', 'orders-1'],
    ],
  ])('%s', (_, selector, expected) => {
    expect(matched(selector)).toEqual(expected);
  });

  it('a controller of one namespace reaches no other', () => {
    const scope = {
      clusterScoped: false,
      targetNamespace: 'shop',
      filterNamespaces: false,
    };
    expect(matched({ namespaces: ['live'] }, { scope })).toContain(
      'works in shop only',
    );
    expect(matched({ namespaces: ['shop', 'live'] }, { scope })).toContain(
      'only one namespace',
    );
    expect(matched({ pods: { live: ['live-1'] } }, { scope })).toEqual([]);
  });

  it('a namespace must let faults in, where the controller asks for it', () => {
    const filtered = {
      scope: { clusterScoped: true, filterNamespaces: true },
      annotationsOf: (namespace: string): Record<string, string> =>
        namespace === 'live' ? { 'chaos-mesh.org/inject': 'enabled' } : {},
    };
    expect(matched({ namespaces: ['shop', 'live'] }, filtered)).toEqual([
      'live-1',
    ]);
    expect(matched({ pods: { shop: ['orders-1'] } }, filtered)).toEqual([]);
  });
});
