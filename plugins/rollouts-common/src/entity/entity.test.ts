import { pointersOf } from '@slipway/plugin-clusters-common';
import { explainLookup } from './explainLookup';
import { entityLookup, LookedAtRollout, LookedInCluster } from './lookup';

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const CLUSTER = 'backstage.io/kubernetes-cluster';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const REF = 'component:default/orders';
const SINCE = '2026-11-28T10:00:00Z';

type Cluster = Omit<LookedInCluster, 'rollouts'>;
const cluster = (
  name: string,
  state: Cluster['state'] = 'live',
  reason?: string,
): Cluster => ({ name, state, since: SINCE, ...(reason && { reason }) });

const ROLLOUTS: LookedAtRollout[] = [
  { cluster: 'aks', namespace: 'shop', labels: { [ID]: 'orders', tier: '2' } },
  { cluster: 'gke', namespace: 'shop', labels: { [ID]: 'users', tier: '1' } },
];
const BOTH = [cluster('aks'), cluster('gke')];

function explained(
  annotations: Record<string, string>,
  clusters: Cluster[] = BOTH,
  rollouts: LookedAtRollout[] | undefined = ROLLOUTS,
) {
  return explainLookup(
    entityLookup(REF, pointersOf(annotations), clusters, rollouts),
  );
}
const NAMED = `Or name the entity on the Rollout or its namespace: annotation \`slipway.io/entity-ref: ${REF}\`.`;

describe('explainLookup', () => {
  it('has three ways where nothing is there', () => {
    expect(explained({})).toEqual({
      title: 'No rollout of orders was found',
      findings: [
        `The entity has neither the annotation \`${ID}\` nor \`${SELECTOR}\`, and no rollout that is known names it.`,
      ],
      ways: [
        `Give the entity the annotation \`${ID}\` and the Rollout the label of the same name and value.`,
        `Or give the entity the annotation \`${SELECTOR}\` that matches the labels of the Rollout.`,
        NAMED,
      ],
    });
  });

  it('names a cluster that does not exist, and never advises a label that is there', () => {
    expect(explained({ [ID]: 'orders', [CLUSTER]: 'some_token_name' })).toEqual(
      {
        title: 'No rollout of orders was found',
        findings: [
          `There is no cluster \`some_token_name\`, which the annotation \`${CLUSTER}\` names. Connected: \`aks\`, \`gke\`.`,
          `Rollouts with the label \`${ID}=orders\` are in \`aks/shop\`, which \`${CLUSTER}\` of the entity excludes.`,
        ],
        ways: [`Correct or remove the annotation \`${CLUSTER}\`.`, NAMED],
      },
    );
  });

  it.each<[string, Record<string, string>, string[], string]>([
    [
      'an id that no rollout has',
      { [ID]: 'basket' },
      [`No rollout that is known carries the label \`${ID}=basket\`.`],
      'Give the Rollout that label.',
    ],
    [
      'a selector that matches nothing',
      { [SELECTOR]: 'tier>2' },
      ['The label selector `tier>2` matches no rollout that is known.'],
      'Correct the selector, or give the Rollout labels that it matches.',
    ],
    [
      'a trailing comma',
      { [SELECTOR]: 'app=orders,' },
      [
        `The annotation \`${SELECTOR}\` is not a label selector, so nothing is selected: \`app=orders,\`: found '', expected: identifier after ',' (at character 12).`,
      ],
      `Correct the annotation \`${SELECTOR}\`.`,
    ],
    [
      'an id beside a selector',
      { [ID]: 'orders', [SELECTOR]: 'app=x' },
      [
        `The annotation \`${ID}\` does not count: the label selector takes its place.`,
        'The label selector `app=x` matches no rollout that is known.',
      ],
      'Correct the selector, or give the Rollout labels that it matches.',
    ],
    [
      'a namespace with nothing in it',
      { [ID]: 'orders', [NAMESPACE]: 'shop-stage' },
      [
        `No rollout is in namespace \`shop-stage\` of any cluster that was read; the annotation \`${NAMESPACE}\` names it.`,
        `Rollouts with the label \`${ID}=orders\` are in \`aks/shop\`, which \`${NAMESPACE}\` of the entity excludes.`,
      ],
      'Correct or remove the annotation that excludes them, if they belong to this entity.',
    ],
    [
      'another cluster',
      { [SELECTOR]: 'tier=2', [CLUSTER]: 'gke', [NAMESPACE]: 'shop' },
      [
        `Rollouts with labels that \`tier=2\` matches are in \`aks/shop\`, which \`${CLUSTER}\` and \`${NAMESPACE}\` of the entity exclude.`,
      ],
      'Correct or remove the annotation that excludes them, if they belong to this entity.',
    ],
  ])('%s', (_, annotations, findings, way) => {
    expect(explained(annotations)).toEqual({
      title: 'No rollout of orders was found',
      findings,
      ways: [way, NAMED],
    });
  });

  it.each<[string, Cluster, string]>([
    [
      'mute',
      cluster(
        'gke',
        'unreachable',
        'Cluster gke cannot be reached: it does not answer in time',
      ),
      'Cluster gke cannot be reached: it does not answer in time. It may have rollouts of this entity.',
    ],
    [
      'refusing',
      cluster('gke', 'refused', 'RBAC does not let the portal list rollouts'),
      'Cluster `gke` refuses to be read: RBAC does not let the portal list rollouts. It may have rollouts of this entity.',
    ],
    [
      'unread',
      cluster('gke', 'connecting'),
      'Cluster `gke` has not been read yet.',
    ],
    [
      'without Argo Rollouts',
      cluster('gke', 'not-installed'),
      'Cluster `gke` does not have the kind Rollout.',
    ],
    [
      'stale',
      cluster('gke', 'stale', 'the connection was cut'),
      `Cluster \`gke\` was last read at ${SINCE}: the connection was cut. It may have newer rollouts.`,
    ],
  ])('says of a cluster that is %s', (_, one, finding) => {
    const { title, findings, ways } = explained({ [ID]: 'basket' }, [
      cluster('aks'),
      one,
    ]);
    expect(title).toBe('No rollout of orders was found');
    expect(findings[0]).toBe(finding);
    expect(ways).toHaveLength(2);
  });

  it('knows nothing and advises nothing while no cluster was read', () => {
    const away = [cluster('aks', 'unreachable'), cluster('gke', 'connecting')];
    for (const clusters of [away, []]) {
      expect(explained({ [ID]: 'orders' }, clusters, [])).toMatchObject({
        title: 'It is not known whether orders has rollouts',
        ways: [],
      });
    }
    // Only the cluster that the entity names counts.
    expect(
      explained({ [CLUSTER]: 'aks' }, [away[0], cluster('gke')]),
    ).toMatchObject({
      title: 'It is not known whether orders has rollouts',
      findings: [
        'Cluster `aks` does not answer. It may have rollouts of this entity.',
      ],
    });
  });

  it('says when the catalog was not read', () => {
    expect(
      explainLookup({
        ...entityLookup(REF, {}, BOTH, []),
        unread: 'The catalog does not answer.',
      }),
    ).toEqual({
      title: 'It is not known whether orders has rollouts',
      findings: ['Its annotations are not known: The catalog does not answer.'],
      ways: [],
    });
  });

  it('advises no label before anybody counted', () => {
    const lookup = entityLookup(REF, pointersOf({ [ID]: 'orders' }), BOTH);
    expect(explainLookup(lookup)).toEqual({
      title: 'No rollout of orders was found',
      findings: [],
      ways: [
        `Give the Rollout the label \`${ID}=orders\`, unless it has it.`,
        NAMED,
      ],
    });
  });
});
