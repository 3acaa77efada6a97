import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  declares,
  missingOf,
  modulesNamed,
  modulesOf,
  reader,
  upstreamRules,
} from './upstream-rules.mjs';

const PAGE = `
| Derivation | What | Upstream file | Function or rule |
| --- | --- | --- | --- |
| \`a.ts#one\` | says | \`rollout/a.go\`, \`rollout/b.go\` | \`First\`, \`Type.Second\`; a rule \`x = 1\` |
| \`a.ts#two\` | says | \`Slipway\` | our own |
`;

test('rows with an upstream file are read', () => {
  assert.deepEqual(upstreamRules(PAGE), [
    {
      derivation: 'a.ts#one',
      files: ['rollout/a.go', 'rollout/b.go'],
      functions: ['First', 'Type.Second'],
    },
  ]);
});

const GO = `package a

const (
	DefaultReplicas = int32(1)
)

type Shape struct{}

func First(ro *v1alpha1.Rollout) bool {
func (c *rolloutContext) Second() {
func Generic[T any](a T) {
`;

test('functions, methods, types and constants are declarations', () => {
  for (const name of [
    'First',
    'Second',
    'rolloutContext.Second',
    'Generic',
    'Shape',
    'DefaultReplicas',
  ]) {
    assert.ok(declares(GO, name), name);
  }
  for (const name of ['Third', 'other.Second', 'Firs']) {
    assert.ok(!declares(GO, name), name);
  }
});

test('what is not there is said', () => {
  const rule = { files: ['a.go', 'b.go'], functions: ['First', 'Third'] };
  assert.deepEqual(
    missingOf(rule, file => (file === 'a.go' ? GO : '')),
    ['a.go, b.go declares no Third'],
  );
  assert.deepEqual(
    missingOf(rule, file => (file === 'a.go' ? GO : undefined)),
    ['there is no b.go'],
  );
});

test('modules are those that the files name', () => {
  assert.deepEqual(
    modulesNamed([{ files: ['rollout/a.go', 'k8s.io/api/core/v1/b.go'] }]),
    ['github.com/argoproj/argo-rollouts', 'k8s.io/api'],
  );
});

test('files are looked for in the module that they belong to', () => {
  const modules = modulesOf('k8s.io/api\t/m/api\nnot/there\t\n');
  assert.deepEqual([...modules], [['k8s.io/api', '/m/api']]);
  assert.equal(reader(modules)('k8s.io/api/none.go'), undefined);
  assert.equal(reader(modules)('rollout/none.go'), undefined);
});
