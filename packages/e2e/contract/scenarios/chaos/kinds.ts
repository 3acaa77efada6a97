import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  CHAOS_GROUP,
  CHAOS_KINDS,
  LAUNCH_KINDS,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import { ResourceId } from '@slipway/plugin-clusters-common';
import { Faults, FaultScenario, internalKind, PAUSE } from '../../lib/faults';
import { at, isRecord, Json } from '../../lib/json';
import { REFUSED_WITHOUT, STATUS_CHECK_SPEC, validSpecs } from './specs';

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

/** What the schema says that a field is when it is not given. */
const defaultOf = (
  schema: unknown,
  path: Array<string | number>,
  field: string,
): unknown =>
  at(
    schema,
    ...path.flatMap(part =>
      typeof part === 'number' ? ['items'] : ['properties', part],
    ),
    'properties',
    field,
    'default',
  ) ?? {};

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

/** A kind that users or workflows create, with a valid spec of it. */
interface KindUnderTest {
  kind: string;
  resource: ResourceId;
  spec(faults: Faults): Json;
  /** Required fields that are really missed. */
  refusedWithout: string[];
}

const launchKind = (kind: LaunchKind): KindUnderTest => ({
  kind,
  resource: CHAOS_KINDS[kind].resource,
  spec: faults => validSpecs(faults.selector('ghost'))[kind],
  refusedWithout: REFUSED_WITHOUT[kind],
});

/** Workflows make them; nobody launches one alone. */
const STATUS_CHECK: KindUnderTest = {
  kind: 'StatusCheck',
  resource: internalKind('StatusCheck', 'statuschecks'),
  spec: () => STATUS_CHECK_SPEC,
  refusedWithout: ['http.criteria', 'http.url', 'http.criteria.statusCode'],
};

const kindScenario = ({
  kind,
  resource,
  spec: specOf,
  refusedWithout,
}: KindUnderTest): FaultScenario => ({
  id: `chaos-kind-${kind.toLowerCase()}`,
  realOnly: true,
  title: `${kind}: a valid object is taken, and it is known what happens without each field that is required`,
  async run(faults) {
    const spec = specOf(faults);
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
      const { status, json, text } = await faults.tryObject(
        resource,
        'incomplete',
        without(spec, path, field),
      );
      if (status === 201) {
        // The webhook writes back what Go makes of nothing: the field is there again, and empty.
        const filled = at(json, 'spec', ...path, field);
        assert.ok(
          isEmpty(filled) ||
            isDeepStrictEqual(filled, { namespaces: [faults.namespace] }) ||
            isDeepStrictEqual(filled, defaultOf(schema, path, field)),
          `${kind} without spec.${name} has ${JSON.stringify(filled)}`,
        );
      } else {
        assert.ok(status >= 400 && status < 500, `${name}: ${status} ${text}`);
        refused.push(name);
      }
    }
    assert.deepEqual(refused, refusedWithout);
    // Paused from the start: it is stored and looked at, and touches nothing.
    const stored = at(
      await faults.api.create(resource, faults.namespace, {
        ...faults.object(resource, 'valid', spec),
        metadata: {
          name: 'valid',
          namespace: faults.namespace,
          annotations: { [PAUSE]: 'true' },
        },
      }),
      'spec',
    );
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
  ...[...LAUNCH_KINDS.map(launchKind), STATUS_CHECK].map(kindScenario),
];
