import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { at, Json } from '../lib/json';
import { canary, check, rollout } from '../lib/manifests';
import { MERGE, Objects, STRATEGIC } from '../lib/objects';
import { Scenario } from '../lib/scenario';

const idle: Json = rollout(canary([{ setWeight: 50 }, { pause: {} }]), {
  replicas: 0,
});

const deployment = (objects: Objects) =>
  objects.create('deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'example.test/shop:1',
              env: [{ name: 'A', value: '1' }],
            },
            { name: 'proxy', image: 'example.test/proxy:1' },
          ],
        },
      },
    },
  });

export const apiKindScenarios: Scenario[] = [
  about(
    'strategic',
    'A strategic merge patch merges containers by name',
    async objects => {
      await deployment(objects);
      const path = objects.path('deployments', 'shop');
      await objects.expect(
        200,
        'PATCH',
        path,
        {
          spec: {
            template: {
              spec: {
                containers: [
                  {
                    name: 'app',
                    image: 'example.test/shop:2',
                    env: [{ name: 'B', value: '2' }],
                  },
                ],
              },
            },
          },
        },
        STRATEGIC,
      );
      const containers = await objects.read(
        'deployments',
        'shop',
        'spec',
        'template',
        'spec',
        'containers',
      );
      assert.deepEqual(
        (Array.isArray(containers) ? containers : []).map(one => [
          at(one, 'name'),
          at(one, 'image'),
        ]),
        [
          ['app', 'example.test/shop:2'],
          ['proxy', 'example.test/proxy:1'],
        ],
      );
      const env = at(containers, 0, 'env');
      assert.deepEqual(
        (Array.isArray(env) ? env : []).map(entry => at(entry, 'name')).sort(),
        ['A', 'B'],
      );
      await objects.expect(
        200,
        'PATCH',
        path,
        {
          spec: {
            template: {
              spec: { containers: [{ name: 'proxy', $patch: 'delete' }] },
            },
          },
        },
        STRATEGIC,
      );
      const left = await objects.read(
        'deployments',
        'shop',
        'spec',
        'template',
        'spec',
        'containers',
      );
      assert.deepEqual(
        (Array.isArray(left) ? left : []).map(one => at(one, 'name')),
        ['app'],
      );
    },
  ),
  about(
    'strategic-custom',
    'Custom objects take no strategic merge patch',
    async objects => {
      await objects.create('rollouts', idle);
      await objects.refused(
        'UnsupportedMediaType',
        'PATCH',
        objects.path('rollouts', 'shop'),
        { spec: { replicas: 3 } },
        STRATEGIC,
      );
      assert.equal(
        await objects.read('rollouts', 'shop', 'spec', 'replicas'),
        0,
      );
    },
  ),
  about(
    'status',
    'Main resource and status are written apart',
    async objects => {
      await objects.create('rollouts', {
        ...idle,
        status: { message: 'from the creator' },
      });
      const path = objects.path('rollouts', 'shop');
      assert.notEqual(
        await objects.read('rollouts', 'shop', 'status', 'message'),
        'from the creator',
      );
      await objects.merge(path, { status: { message: 'by the main door' } });
      assert.notEqual(
        await objects.read('rollouts', 'shop', 'status', 'message'),
        'by the main door',
      );
      await objects.merge(`${path}/status`, {
        spec: { replicas: 9 },
        metadata: { labels: { by: 'status' } },
      });
      const read = await objects.get('rollouts', 'shop');
      assert.equal(at(read, 'spec', 'replicas'), 0);
      assert.equal(at(read, 'metadata', 'labels', 'by'), undefined);
    },
  ),
  about(
    'no-status',
    'A kind without status subresource has no such path',
    async objects => {
      const path = objects.path('analysistemplates');
      const made = await objects.expect(201, 'POST', path, check);
      const failure = await objects.refused(
        'NotFound',
        'PATCH',
        `${path}/check/status`,
        { status: {} },
        MERGE,
      );
      assert.equal(
        failure.message,
        'analysistemplates.argoproj.io "check" not found',
      );
      assert.deepEqual(await objects.expect(200, 'GET', `${path}/check`), made);
    },
  ),
  about(
    'generation',
    'The generation counts changes of the spec, not of labels',
    async objects => {
      await deployment(objects);
      const path = objects.path('deployments', 'shop');
      const generation = async () =>
        await objects.read('deployments', 'shop', 'metadata', 'generation');
      assert.equal(await generation(), 1);
      await objects.merge(path, { metadata: { labels: { a: 'b' } } });
      assert.equal(await generation(), 1);
      await objects.merge(path, { spec: { minReadySeconds: 5 } });
      assert.equal(await generation(), 2);
    },
  ),
  about(
    'scale',
    'The scale subresource reads and writes replicas',
    async objects => {
      await deployment(objects);
      const path = objects.path('deployments', 'shop');
      const scale = await objects.expect(200, 'GET', `${path}/scale`);
      assert.deepEqual(
        [scale.kind, scale.apiVersion, at(scale, 'status', 'selector')],
        ['Scale', 'autoscaling/v1', 'app=shop'],
      );
      await objects.merge(`${path}/scale`, { spec: { replicas: 1 } });
      assert.equal(
        await objects.read('deployments', 'shop', 'spec', 'replicas'),
        1,
      );
    },
  ),
  about(
    'wrong-type-custom',
    'A custom object is held against its schema',
    async objects => {
      await objects.create('rollouts', idle);
      const failure = await objects.refused(
        'Invalid',
        'PATCH',
        objects.path('rollouts', 'shop'),
        { spec: { replicas: 'many' } },
        MERGE,
      );
      assert.equal(
        at(failure, 'details', 'causes', 0, 'field'),
        'spec.replicas',
      );
      assert.equal(
        await objects.read('rollouts', 'shop', 'spec', 'replicas'),
        0,
      );
    },
  ),
  about(
    'wrong-type-core',
    'A built-in object of the wrong type is not read',
    async objects => {
      await deployment(objects);
      await objects.refused(
        'Invalid',
        'PATCH',
        objects.path('deployments', 'shop'),
        { spec: { replicas: 'many' } },
        MERGE,
      );
      assert.equal(
        await objects.read('deployments', 'shop', 'spec', 'replicas'),
        0,
      );
    },
  ),
];
