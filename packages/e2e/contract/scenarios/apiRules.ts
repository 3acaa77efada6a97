import assert from 'node:assert/strict';
import { about } from '../lib/about';
import { Json } from '../lib/json';
import { canary, rollout } from '../lib/manifests';
import { causesOf, configMap, ownedConfigMap } from '../lib/objects';
import { Scenario } from '../lib/scenario';

export const apiRuleScenarios: Scenario[] = [
  about(
    'bad-metadata',
    'Annotations, finalizers and owners that are none are refused by their field',
    async objects => {
      const wrong = (metadata: Json, wanted: Array<string | RegExp>) =>
        objects.invalid(
          'configmaps',
          { ...configMap('one'), metadata: { name: 'one', ...metadata } },
          wanted,
        );
      await wrong({ annotations: { 'a b': 'c' } }, [
        /^metadata\.annotations: Invalid value: "a b": name part must consist of/,
      ]);
      await wrong({ labels: { 'a/b/c': '1' } }, [
        /^metadata\.labels: Invalid value: "a\/b\/c": a qualified name must consist of/,
      ]);
      await wrong({ labels: { a: 'b c' } }, [
        /^metadata\.labels: Invalid value: "b c": a valid label must be an empty string or consist of/,
      ]);
      await wrong({ finalizers: ['bad'] }, [
        'metadata.finalizers[0]: Invalid value: "bad": name is neither a standard finalizer name nor is it fully qualified',
      ]);
      await wrong({ ownerReferences: [{ kind: 'ConfigMap', name: 'ghost' }] }, [
        'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
      ]);
    },
  ),
  about(
    'missing-owner',
    'What belongs to an owner that is not there is collected',
    async objects => {
      await objects.create(
        'configmaps',
        ownedConfigMap('child', [
          { name: 'ghost', uid: '11111111-1111-1111-1111-111111111111' },
        ]),
      );
      await objects.untilGone('configmaps', 'child');
    },
  ),
  about(
    'unknown-fields',
    'Members that a kind does not have are left out, or refused where that is asked for',
    async objects => {
      const strict = (plural: string) =>
        objects.path(plural, undefined, 'fieldValidation=Strict');
      const map = { ...configMap('one', { data: { a: '1' } }), datum: 1 };
      const failure = await objects.refused(
        'BadRequest',
        'POST',
        strict('configmaps'),
        map,
      );
      assert.equal(
        failure.message,
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "datum"',
      );
      await objects.create('configmaps', map);
      assert.equal((await objects.get('configmaps', 'one')).datum, undefined);
      const idle = rollout(canary([{ pause: {} }]), {
        replicas: 0,
        replica: 1,
      });
      const refused = await objects.refused(
        'BadRequest',
        'POST',
        strict('rollouts'),
        idle,
      );
      assert.equal(
        refused.message,
        'Rollout in version "v1alpha1" cannot be handled as a Rollout: strict decoding error: unknown field "spec.replica"',
      );
      await objects.create('rollouts', idle);
      assert.equal(
        await objects.read('rollouts', 'shop', 'spec', 'replica'),
        undefined,
      );
      await objects.merge(objects.path('rollouts', 'shop'), {
        spec: { replica: 2 },
      });
      assert.equal(
        await objects.read('rollouts', 'shop', 'spec', 'replica'),
        undefined,
      );
    },
  ),
  about(
    'bad-step',
    'A step of the wrong type is refused by its place',
    async objects => {
      const failure = await objects.refusedToCreate(
        'Invalid',
        'rollouts',
        rollout(canary([{ setWeight: 20 }, { setWeight: 'half' }]), {
          replicas: 0,
        }),
      );
      assert.equal(
        causesOf(failure)[0],
        'spec.strategy.canary.steps[1].setWeight: Invalid value: "string": spec.strategy.canary.steps[1].setWeight in body must be of type integer: "string"',
      );
      await objects.missing('rollouts', 'shop');
    },
  ),
];
