import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differences, objectsOf } from './manifests.mjs';
import { readOptions } from './options.mjs';

const reading = { namespace: 'shop', key: 'k' };

describe('arguments of helm diff', () => {
  it('are sorted into those of every command, of upgrade, and of the display', () => {
    assert.deepEqual(
      readOptions([
        'upgrade',
        '--allow-unreleased',
        'order-service',
        './chart',
        '--values=a.yaml',
        '--values',
        'b.yaml',
        '--detailed-exitcode',
        '--namespace',
        'shop',
        '--kube-context=c',
        '--suppress',
        'Secret',
        '--color',
        '--context',
        '5',
        '--reset-values',
      ]),
      {
        release: 'order-service',
        chart: './chart',
        where: ['--namespace', 'shop', '--kube-context', 'c'],
        upgrade: ['--values', 'a.yaml', '--values', 'b.yaml', '--reset-values'],
        detailed: true,
        showSecrets: false,
        context: 5,
      },
    );
  });

  for (const [what, argv, message] of [
    ['another command', ['rollback', 'x'], /Only "diff upgrade"/],
    ['an unknown option', ['upgrade', 'x', 'y', '--force'], /--force/],
    ['an option without its value', ['upgrade', 'x', 'y', '--set'], /no value/],
    ['no chart', ['upgrade', 'x'], /release and a chart/],
  ]) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => readOptions(argv), message);
    });
  }
});

describe('differences of manifests', () => {
  const text = (name, image) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: ${name}}\nspec: {image: ${image}}\n`;

  it('are none for another order of members and documents', () => {
    const a = objectsOf(`${text('a', 1)}---\n${text('b', 1)}`, reading);
    const b = objectsOf(
      `${text(
        'b',
        1,
      )}---\nspec: {image: 1}\nkind: Rollout\nmetadata:\n  name: a\napiVersion: argoproj.io/v1alpha1\n`,
      reading,
    );
    assert.deepEqual(differences(a, b), []);
  });

  it('say what is added, removed and changed', () => {
    const found = differences(
      objectsOf(`${text('gone', 1)}---\n${text('kept', 1)}`, reading),
      objectsOf(`${text('kept', 2)}---\n${text('new', 1)}`, reading),
    );
    assert.deepEqual(
      found.map(({ name, change }) => [name, change]),
      [
        ['shop, gone, Rollout (argoproj.io)', 'removed'],
        ['shop, kept, Rollout (argoproj.io)', 'changed'],
        ['shop, new, Rollout (argoproj.io)', 'added'],
      ],
    );
    assert.match(found[1].text, /^-  image: 1$/m);
    assert.match(found[1].text, /^\+  image: 2$/m);
  });

  it('show that a value of a Secret changed, and not the value', () => {
    const secret = password =>
      objectsOf(
        `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: ${password}}\n`,
        reading,
      );
    const [{ text: shown }] = differences(secret('hunter2'), secret('hunter3'));
    assert.match(shown, /^-  password: <masked [0-9a-f]{8}>$/m);
    assert.doesNotMatch(shown, /hunter/);
    assert.deepEqual(differences(secret('same'), secret('same')), []);
  });

  it('look into Lists, and mask the Secrets there', () => {
    const [[name, shown]] = objectsOf(
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s, namespace: n}\n  data: {a: c2VjcmV0}\n',
      reading,
    );
    assert.equal(name, 'n, s, Secret (v1)');
    assert.doesNotMatch(shown, /c2VjcmV0/);
  });

  it('refuse what is no YAML', () => {
    assert.throws(() => objectsOf('a: b: c', reading));
  });
});
