import { Entity } from '@backstage/catalog-model';
import { loadCase } from '@slipway/field-cases';
import {
  EntityRolloutList,
  explainLookup,
} from '@slipway/plugin-rollouts-common';
import { component } from '@slipway/test-utils';
import { Harness, startHarness } from '../__testUtils__/harness';
import { rollout } from '../__testUtils__/objects';

const NAME = 'app.kubernetes.io/name';
const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CLUSTERS = ['aks-dev', 'gke-prod'];
const NAMESPACES = ['ecommerce', 'ecommerce-stage'];

/** A service of the sandbox, in every namespace of a cluster. */
const service = (name: string, labels: Record<string, string>) =>
  NAMESPACES.map(namespace => {
    const raw = rollout({ name });
    return {
      ...raw,
      metadata: {
        ...raw.metadata,
        namespace,
        uid: `${name}-${namespace}`,
        labels,
      },
    };
  });

const objects = Object.fromEntries(
  CLUSTERS.map(cluster => [
    cluster,
    {
      'rollouts.argoproj.io': [
        ...service('order-service', {
          [ID]: 'order-service',
          [NAME]: 'order-service',
          'app.kubernetes.io/part-of': 'ecommerce',
        }),
        ...service('payment-service', {
          [NAME]: 'payment-service',
          'app.kubernetes.io/part-of': 'ecommerce',
          team: 'orders',
        }),
      ],
    },
  ]),
);

const written = loadCase('31-backstage-annotations', {
  now: 0,
  file: 'catalog.yaml',
}).map(one => ({ apiVersion: 'backstage.io/v1alpha1', ...one } as Entity));
const variant = (name: string, annotations: Record<string, string>) =>
  component(name, 'team-orders', annotations);

describe('case 31 through the API: annotations as users write them', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({
      entities: [
        ...written,
        variant('blanks', { [ID]: '  order-service ' }),
        variant('namespace-typo', {
          [ID]: 'order-service',
          'backstage.io/kubernetes-namespace': 'ecomerce',
        }),
        variant('both-narrow', {
          [ID]: 'order-service',
          'backstage.io/kubernetes-namespace': ' ecommerce ',
          'backstage.io/kubernetes-cluster': ' gke-prod ',
        }),
        variant('not-in-set', {
          [SELECTOR]: `${NAME} notin (payment-service),${NAME}`,
        }),
        variant('quoted', { [SELECTOR]: `${NAME}='order-service'` }),
      ],
      clusters: { clusters: CLUSTERS.map(name => ({ name })), objects },
    });
  });

  const read = async (name: string): Promise<EntityRolloutList> => {
    const { status, body } = await harness.get(
      `${harness.base}/entities/Component/Default/${name}/rollouts`,
    );
    expect(status).toBe(200);
    return body;
  };
  const places = ({ items }: EntityRolloutList) =>
    items
      .map(({ ref }) => `${ref.cluster}/${ref.namespace}/${ref.name}`)
      .sort();
  const everywhere = (...names: string[]) =>
    CLUSTERS.flatMap(cluster =>
      NAMESPACES.flatMap(namespace =>
        names.map(name => `${cluster}/${namespace}/${name}`),
      ),
    ).sort();
  const ORDERS = everywhere('order-service');

  it.each<[string, string[]]>([
    [
      'hunt-one-cluster',
      [
        'aks-dev/ecommerce/order-service',
        'aks-dev/ecommerce-stage/order-service',
      ],
    ],
    [
      'hunt-one-namespace',
      CLUSTERS.map(one => `${one}/ecommerce-stage/order-service`),
    ],
    ['hunt-sets', everywhere('order-service', 'payment-service')],
    ['hunt-spaces', ORDERS],
    ['hunt-double-equals', ORDERS],
    ['hunt-tight-in', ORDERS],
    ['hunt-not-there', ORDERS],
    ['hunt-trailing-comma', []],
    ['hunt-greater', []],
    ['hunt-wrong-cluster', []],
    ['hunt-id-and-selector', everywhere('payment-service')],
    ['blanks', ORDERS],
    ['namespace-typo', []],
    ['both-narrow', ['gke-prod/ecommerce/order-service']],
    ['not-in-set', ORDERS],
    ['quoted', []],
  ])('%s', async (name, expected) => {
    expect(places(await read(name))).toEqual([...expected].sort());
  });

  it.each([
    [
      'hunt-wrong-cluster',
      'There is no cluster `some_token_name`, which the annotation `backstage.io/kubernetes-cluster` names. Connected: `aks-dev`, `gke-prod`.',
    ],
    [
      'hunt-trailing-comma',
      `The annotation \`${SELECTOR}\` is not a label selector, so nothing is selected: \`${NAME}=order-service,\`: found '', expected: identifier after ',' (at character 38).`,
    ],
    [
      'hunt-greater',
      'The label selector `tier>1` matches no rollout that is known.',
    ],
    [
      'namespace-typo',
      'No rollout is in namespace `ecomerce` of any cluster that was read; the annotation `backstage.io/kubernetes-namespace` names it.',
    ],
  ])('says of %s why there is none', async (name, finding) => {
    const { findings, ways } = explainLookup((await read(name)).lookup);
    expect(findings).toContain(finding);
    // What is there already is not advised.
    expect(ways.join(' ')).not.toContain(`${ID}=order-service`);
  });

  it('the topic of the empty page says the same, and follows the clusters', async () => {
    const topic = await harness.live.open('rollouts:lookup', {
      entityRef: 'component:default/hunt-wrong-cluster',
    });
    await topic.waitFor(({ items }) => items.has('lookup'));
    expect(topic.items.get('lookup')).toEqual(
      (await read('hunt-wrong-cluster')).lookup,
    );
    harness.clusters.setFreshness('aks-dev', {
      state: 'unreachable',
      reason: 'Cluster aks-dev cannot be reached: it does not answer in time',
    });
    await topic.waitFor(({ items }) =>
      JSON.stringify(items.get('lookup')).includes('does not answer in time'),
    );
    topic.close();
  });
});
