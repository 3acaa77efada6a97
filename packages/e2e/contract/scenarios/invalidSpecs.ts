import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { about } from '../lib/about';
import { at, isRecord, Json } from '../lib/json';
import {
  analysisTemplate,
  canary,
  deployment,
  ingress,
  rollout,
  service,
} from '../lib/manifests';
import { itemsOf, nameOf, Objects } from '../lib/objects';
import { Scenario } from '../lib/scenario';
import { REFERENCES } from './tables/invalidReferences';
import { SPECS } from './tables/invalidSpecs';
import { STEPS } from './tables/invalidSteps';
import { Row } from './tables/specs';

/** How long the controller may take for a table, ms. */
const DEADLINE = 90_000;

const condition = (object: Json, type: string): Json | undefined => {
  const list = at(object, 'status', 'conditions');
  return (Array.isArray(list) ? list : [])
    .filter(isRecord)
    .find(one => one.type === type);
};

/** What the controller says of a Rollout: the message of InvalidSpec, or nothing once it has accepted it. */
function verdictOf(object: Json): { why?: string } | undefined {
  if (at(object, 'status', 'observedGeneration') === undefined) {
    return undefined;
  }
  const invalid = condition(object, 'InvalidSpec');
  if (invalid) return { why: String(invalid.message) };
  return condition(object, 'Progressing') ? {} : undefined;
}

/** What the controller says of each Rollout that it has looked at. */
async function verdictsIn(
  objects: Objects,
): Promise<Map<string, { why?: string }>> {
  return new Map(
    itemsOf(await objects.list('rollouts')).flatMap(object => {
      const verdict = verdictOf(object);
      return verdict ? [[nameOf(object), verdict] as const] : [];
    }),
  );
}

/** Creates a Rollout of each row and compares what the controller says with what is expected. */
async function compare(objects: Objects, rows: Row[]): Promise<void> {
  const named = rows.map(([what, spec, why], index) => ({
    what,
    why,
    name: `row-${index}`,
    spec,
  }));
  for (const { name, spec } of named) {
    await objects.create('rollouts', {
      ...rollout(canary([]), { replicas: 0, ...spec }),
      metadata: { name },
    });
  }
  const end = Date.now() + DEADLINE;
  let verdicts = await verdictsIn(objects);
  while (verdicts.size < named.length) {
    assert.ok(
      Date.now() < end,
      `The controller has spoken of ${[...verdicts.keys()]} only.`,
    );
    await sleep(150);
    verdicts = await verdictsIn(objects);
  }
  const worded = (why: string | undefined, name: string) =>
    why === undefined
      ? 'accepted'
      : why.replace(`The Rollout "${name}" is invalid: `, '');
  assert.deepEqual(
    Object.fromEntries(
      named.map(({ what, name }) => [
        what,
        worded(verdicts.get(name)?.why, name),
      ]),
    ),
    Object.fromEntries(named.map(({ what, why }) => [what, why ?? 'accepted'])),
  );
}

/** Makes what the rows of {@link REFERENCES} refer to. */
async function referenced(objects: Objects): Promise<void> {
  await objects.create('services', service('stable'));
  await objects.create('services', service('canary'));
  await objects.create('services', {
    ...service('foreign'),
    spec: { selector: { app: 'other' }, ports: [{ port: 80 }] },
  });
  await objects.create('services', {
    ...service('managed'),
    metadata: {
      name: 'managed',
      annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'other' },
    },
  });
  await objects.create('ingresses', ingress('shop', 'stable'));
  await objects.create('deployments', deployment('shop'));
  const probe = (more: Json): Json => ({
    provider: { prometheus: { address: 'http://127.0.0.1:9', query: '1' } },
    ...more,
  });
  await objects.create(
    'analysistemplates',
    analysisTemplate('endless', probe({ interval: '10s' })),
  );
  await objects.create('analysistemplates', {
    ...analysisTemplate('asking', probe({})),
    spec: { args: [{ name: 'who' }], metrics: [{ name: 'a', ...probe({}) }] },
  });
  await objects.create('analysistemplates', {
    ...analysisTemplate('nested', probe({})),
    spec: { templates: [{ templateName: 'missing' }] },
  });
}

export const invalidSpecScenarios: Scenario[] = [
  about(
    'invalid-spec',
    'Specs that the controller refuses, and in which words',
    objects => compare(objects, SPECS),
  ),
  about(
    'invalid-steps',
    'Steps that the controller refuses, and in which words',
    objects => compare(objects, STEPS),
  ),
  about(
    'invalid-references',
    'References that the controller refuses, and in which words',
    async objects => {
      await referenced(objects);
      await compare(
        objects,
        REFERENCES.map(([what, spec, why]) => [
          what,
          spec,
          why?.replace('<namespace>', objects.namespace),
        ]),
      );
    },
  ),
];
