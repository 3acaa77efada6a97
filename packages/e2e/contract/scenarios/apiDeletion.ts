import assert from 'node:assert/strict';
import { JOBS } from '@slipway/plugin-loadtest-backend/kubernetesObjects';
import { about } from '../lib/about';
import { at } from '../lib/json';
import { configMap, nameOf, ownedConfigMap } from '../lib/objects';
import { Scenario } from '../lib/scenario';
import { until } from '../lib/until';

export const apiDeletionScenarios: Scenario[] = [
  about(
    'delete-preconditions',
    'A deletion can be bound to a UID',
    async objects => {
      const made = await objects.create('configmaps', configMap('one'));
      const path = objects.path('configmaps', 'one');
      await objects.refused('Conflict', 'DELETE', path, {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: '11111111-2222-3333-4444-555555555555' },
      });
      assert.deepEqual(await objects.get('configmaps', 'one'), made);
      const done = await objects.expect(200, 'DELETE', path, {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: at(made, 'metadata', 'uid') },
      });
      assert.deepEqual(
        [done.kind, done.status, at(done, 'details', 'uid')],
        ['Status', 'Success', at(made, 'metadata', 'uid')],
      );
      await objects.expect(404, 'GET', path);
    },
  ),
  about(
    'finalizers',
    'With a finalizer an object stays, marked, until the last one goes',
    async objects => {
      const path = objects.path('configmaps', 'one');
      await objects.create('configmaps', {
        ...configMap('one'),
        metadata: { name: 'one', finalizers: ['slipway.io/contract'] },
      });
      const marked = await objects.expect(200, 'DELETE', path);
      assert.ok(at(marked, 'metadata', 'deletionTimestamp'));
      assert.equal(
        await objects.read(
          'configmaps',
          'one',
          'metadata',
          'deletionTimestamp',
        ),
        at(marked, 'metadata', 'deletionTimestamp'),
      );
      await objects.merge(path, { metadata: { finalizers: null } });
      await objects.expect(404, 'GET', path);
    },
  ),
  about(
    'delete-collection',
    'A collection is deleted by its selector',
    async objects => {
      for (const [name, tier] of [
        ['a', 'web'],
        ['b', 'web'],
        ['c', 'data'],
      ]) {
        await objects.create('configmaps', configMap(name, {}, { tier }));
      }
      await objects.expect(
        200,
        'DELETE',
        objects.path('configmaps', undefined, 'labelSelector=tier%3Dweb'),
      );
      assert.deepEqual(
        await objects.names('configmaps', 'labelSelector=tier'),
        ['c'],
      );
    },
  ),
  about(
    'garbage',
    'What belongs to a deleted object goes too, by UID',
    async objects => {
      const owner = await objects.create('configmaps', configMap('owner'));
      const first = { name: 'owner', uid: at(owner, 'metadata', 'uid') };
      await objects.create('configmaps', ownedConfigMap('child', [first]));
      const kept = await objects.create('configmaps', configMap('other'));
      await objects.create(
        'configmaps',
        ownedConfigMap('shared', [
          first,
          { name: 'other', uid: at(kept, 'metadata', 'uid') },
        ]),
      );
      await objects.remove('configmaps', 'owner', {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
      });
      await objects.untilGone('configmaps', 'child');
      assert.equal(nameOf(await objects.get('configmaps', 'shared')), 'shared');
    },
  ),
  about(
    'orphans',
    'With Orphan what belonged to it stays and forgets it',
    async objects => {
      const owner = await objects.create('configmaps', configMap('owner'));
      await objects.create(
        'configmaps',
        ownedConfigMap('child', [
          { name: 'owner', uid: at(owner, 'metadata', 'uid') },
        ]),
      );
      await objects.send('DELETE', objects.path('configmaps', 'owner'), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Orphan',
      });
      await objects.untilGone('configmaps', 'owner');
      assert.equal(
        await objects.read(
          'configmaps',
          'child',
          'metadata',
          'ownerReferences',
        ),
        undefined,
      );
    },
  ),
  about(
    'orphans-of-job',
    'A Job that is deleted without a policy leaves what belonged to it',
    async objects => {
      const { api, namespace } = objects;
      const job = await api.create(JOBS, namespace, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'owner' },
        spec: {
          suspend: true,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'app', image: 'example.test/app:1' }],
            },
          },
        },
      });
      await objects.create('configmaps', {
        ...configMap('child'),
        metadata: {
          name: 'child',
          ownerReferences: [
            {
              apiVersion: 'batch/v1',
              kind: 'Job',
              name: 'owner',
              uid: at(job, 'metadata', 'uid'),
            },
          ],
        },
      });
      await api.delete(JOBS, namespace, 'owner');
      await until(
        'without its owner',
        () => objects.get('configmaps', 'child'),
        found => at(found, 'metadata', 'ownerReferences') === undefined,
      );
    },
  ),
];
