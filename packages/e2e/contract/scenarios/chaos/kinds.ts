import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  CHAOS_GROUP,
  CHAOS_KINDS,
  LAUNCH_KINDS,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import { Faults, FaultScenario, PAUSE } from '../../lib/faults';
import { at, isRecord, Json } from '../../lib/json';
import { REFUSED_WITHOUT, validSpecs } from './specs';

/** Kinds of Chaos Mesh that nobody launches. */
const OTHER_KINDS = [
  'PhysicalMachine',
  'PodHttpChaos',
  'PodIOChaos',
  'PodNetworkChaos',
  'RemoteCluster',
  'StatusCheck',
  'WorkflowNode',
];

/** True for what Go makes of a field that is not there: zero values, however deep. */
function isEmpty(value: unknown): boolean {
  return isRecord(value)
    ? Object.values(value).every(isEmpty)
    : value === null || value === '' || value === 0 || value === false;
}

interface Required {
  /** Path of the object that must have it, from `spec`. */
  path: Array<string | number>;
  field: string;
}

/** What the schema requires of this very value, however deep. */
function requiredIn(
  schema: unknown,
  value: unknown,
  path: Array<string | number> = [],
): Required[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      requiredIn(at(schema, 'items'), item, [...path, index]),
    );
  }
  if (!isRecord(value)) return [];
  const required = at(schema, 'required');
  return [
    ...(Array.isArray(required) ? required : []).map(field => ({
      path,
      field: String(field),
    })),
    ...Object.entries(value).flatMap(([key, member]) =>
      requiredIn(at(schema, 'properties', key), member, [...path, key]),
    ),
  ];
}

/** A copy without one field. */
function without(value: unknown, path: Array<string | number>, field: string) {
  const copy: unknown = structuredClone(value);
  const holder = at(copy, ...path);
  assert.ok(isRecord(holder), `${path.join('.')} holds ${field}`);
  delete holder[field];
  assert.ok(isRecord(copy));
  return copy;
}

/** The schema of the spec of every kind, as the cluster has it. */
async function specSchemas(faults: Faults): Promise<Map<string, unknown>> {
  const { json } = await faults.api.raw({
    method: 'GET',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  });
  const items = Array.isArray(json.items) ? json.items.filter(isRecord) : [];
  return new Map(
    items
      .filter(crd => at(crd, 'spec', 'group') === CHAOS_GROUP)
      .map((crd: Json) => [
        String(at(crd, 'spec', 'names', 'kind')),
        at(
          crd,
          'spec',
          'versions',
          0,
          'schema',
          'openAPIV3Schema',
          'properties',
          'spec',
        ),
      ]),
  );
}

const kindScenario = (kind: LaunchKind): FaultScenario => ({
  id: `chaos-kind-${kind.toLowerCase()}`,
  realOnly: true,
  title: `${kind}: a valid object is taken, and it is known what happens without each field that is required`,
  async run(faults) {
    const spec = validSpecs(faults.selector('ghost'))[kind];
    const schema = (await specSchemas(faults)).get(kind);
    const required = requiredIn(schema, spec);
    const fields = at(schema, 'required');
    assert.deepEqual(
      required.filter(({ path }) => path.length === 0).map(one => one.field),
      Array.isArray(fields) ? fields : [],
    );
    const refused: string[] = [];
    for (const { path, field } of required) {
      const name = [...path, field].join('.');
      const { status, json, text } = await faults.tryToCreate(
        kind,
        'incomplete',
        without(spec, path, field),
      );
      if (status === 201) {
        // The webhook writes back what Go makes of nothing: the field is there again, and empty.
        const filled = at(json, 'spec', ...path, field);
        assert.ok(
          isEmpty(filled) ||
            isDeepStrictEqual(filled, { namespaces: [faults.namespace] }),
          `${kind} without spec.${name} has ${JSON.stringify(filled)}`,
        );
      } else {
        assert.ok(status >= 400 && status < 500, `${name}: ${status} ${text}`);
        refused.push(name);
      }
    }
    assert.deepEqual(refused, REFUSED_WITHOUT[kind]);
    // Paused from the start: it is stored and looked at, and touches nothing.
    await faults.launch(kind, 'valid', spec, {
      annotations: { [PAUSE]: 'true' },
    });
    const { raw } = await faults.read(kind, 'valid');
    const stored = at(raw, 'spec');
    Object.entries(spec).forEach(([field, value]) => {
      if (!isRecord(value) && !Array.isArray(value)) {
        assert.deepEqual(at(stored, field), value, `spec.${field}`);
      }
    });
  },
});

export const kindScenarios: FaultScenario[] = [
  {
    id: 'chaos-kinds',
    realOnly: true,
    title: 'The kinds that the cluster serves are those that are known',
    async run(faults) {
      const served = [...(await specSchemas(faults)).keys()].sort();
      assert.deepEqual(served, [...LAUNCH_KINDS, ...OTHER_KINDS].sort());
      const { json } = await faults.api.raw({
        method: 'GET',
        path: `/apis/${CHAOS_GROUP}/v1alpha1`,
      });
      const resources = Array.isArray(json.resources)
        ? json.resources.filter(isRecord)
        : [];
      LAUNCH_KINDS.forEach(kind =>
        assert.ok(
          resources.some(
            one =>
              one.kind === kind &&
              one.name === CHAOS_KINDS[kind].resource.plural,
          ),
          `${kind} is served as ${CHAOS_KINDS[kind].resource.plural}`,
        ),
      );
    },
  },
  ...LAUNCH_KINDS.map(kindScenario),
];
