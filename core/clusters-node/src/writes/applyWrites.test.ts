import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  JsonPatchOperation,
  OutcomeUnknownError,
  PatchWrite,
} from '@slipway/plugin-clusters-common';
import { fakeClusters } from '../testing/fakeClusters';
import { applyWrites } from './applyWrites';

const resource = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
const olga = {
  userEntityRef: 'user:default/olga',
  ownershipEntityRefs: ['user:default/olga'],
};
const ref = { cluster: 'gke-prod', namespace: 'shop', name: 'orders' };

const set = (field: string, value: number): JsonPatchOperation => ({
  op: 'add',
  path: `/spec/${field}`,
  value,
});
const patch = (...operations: JsonPatchOperation[]): PatchWrite => ({
  verb: 'patch',
  resource,
  namespace: ref.namespace,
  name: ref.name,
  operations,
});
const THREE = [patch(set('a', 1)), patch(set('b', 2)), patch(set('c', 3))];

function setUp() {
  const clusters = fakeClusters({
    objects: {
      'gke-prod': {
        'rollouts.argoproj.io': [
          { metadata: { name: ref.name, namespace: ref.namespace }, spec: {} },
        ],
      },
    },
  });
  const spec = async () =>
    (await clusters.get<{ spec: object }>(resource, ref)).spec;
  return { clusters, spec };
}

describe('applyWrites', () => {
  it('sends all in their order and gives the last answer', async () => {
    const { clusters, spec } = setUp();
    const last = await applyWrites(clusters, 'gke-prod', THREE, olga);
    expect(last).toMatchObject({ metadata: { name: 'orders' } });
    expect(await spec()).toEqual({ a: 1, b: 2, c: 3 });
    expect(clusters.writes.map(one => one.write)).toEqual(THREE);
  });

  it('what can be refused is refused before anything is changed', async () => {
    const { clusters, spec } = setUp();
    const refused = [
      patch(set('a', 1)),
      patch({ op: 'test', path: '/spec/b', value: 7 }, set('b', 2)),
    ];
    await expect(
      applyWrites(clusters, 'gke-prod', refused, olga),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await spec()).toEqual({});
    expect(clusters.writes).toEqual([]);
  });

  it('a failure of the first patch is passed on: nothing was changed', async () => {
    const { clusters } = setUp();
    const error = new ConflictError('changed');
    clusters.failNext('write', error);
    await expect(applyWrites(clusters, 'gke-prod', THREE, olga)).rejects.toBe(
      error,
    );
  });

  it.each([
    new ConflictError('it changed'),
    new NotAllowedError('it changed'),
    new ServiceUnavailableError('it changed'),
  ])('a failure of a later one names both parts: $name', async error => {
    const { clusters, spec } = setUp();
    clusters.failNext('write', error, { skip: 1 });
    await expect(
      applyWrites(clusters, 'gke-prod', THREE, olga),
    ).rejects.toMatchObject({
      name: 'PartiallyAppliedError',
      applied: ['Rollout orders: spec.a set to 1'],
      notApplied: [
        'Rollout orders: spec.b set to 2',
        'Rollout orders: spec.c set to 3',
      ],
      unknown: [],
      message:
        'Applied: Rollout orders: spec.a set to 1. Not applied: Rollout orders: spec.b set to 2; Rollout orders: spec.c set to 3. Reason: it changed. Check the current state before you act again.',
    });
    expect(await spec()).toEqual({ a: 1 });
    expect(clusters.writes).toHaveLength(2);
  });

  it('what got no answer is neither applied nor not applied, and nothing follows it', async () => {
    const { clusters } = setUp();
    clusters.failNext('write', new OutcomeUnknownError('cut'), { skip: 1 });
    await expect(
      applyWrites(clusters, 'gke-prod', THREE, olga),
    ).rejects.toMatchObject({
      name: 'PartiallyAppliedError',
      applied: ['Rollout orders: spec.a set to 1'],
      unknown: ['Rollout orders: spec.b set to 2'],
      notApplied: ['Rollout orders: spec.c set to 3'],
    });
    expect(clusters.writes).toHaveLength(2);

    const first = setUp();
    first.clusters.failNext('write', new OutcomeUnknownError('cut'));
    await expect(
      applyWrites(first.clusters, 'gke-prod', THREE, olga),
    ).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      message:
        'Not known whether applied: Rollout orders: spec.a set to 1. Not applied: Rollout orders: spec.b set to 2; Rollout orders: spec.c set to 3. Reason: cut. Check the current state before you act again.',
    });
  });
});
