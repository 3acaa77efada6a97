import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  ApiError,
  createStore,
  JsonRecord,
  readShape,
  RealClock,
  validateKind,
} from '@slipway/kube-sim';
import {
  kindsUnderTest,
  labels,
  object,
  template,
} from '@slipway/kube-sim/testUtils';
import { parse } from 'yaml';
import crds from './crds.json';
import { rolloutKinds } from './kinds';

const kinds = rolloutKinds();
const store = createStore(kinds, new RealClock());

const { answer, typeOf } = kindsUnderTest(store, kinds);

const rollout = (spec: JsonRecord): JsonRecord => ({
  ...object('Rollout', {
    replicas: 0,
    selector: { matchLabels: labels },
    template: template(),
    strategy: { canary: { steps: [{ pause: {} }] } },
    ...spec,
  }),
});

const typed = (field: string, wanted: string, found: string) =>
  `${field}: Invalid value: "${found}": ${field} in body must be of type ${wanted}: "${found}"`;

const ENV = 'spec.template.spec.containers[0].env[0]';

describe('crds.json', () => {
  it('is generated from the version that is pinned', () => {
    const rows: Array<{ name: string; version: string }> = parse(
      readFileSync(resolve(__dirname, '../../../../../versions.yaml'), 'utf8'),
    );
    expect(crds.versions).toEqual({
      argoRollouts: rows.find(({ name }) => name.startsWith('Argo Rollouts'))
        ?.version,
    });
  });
});

describe('custom kinds, by the schema of their CRD', () => {
  it.each<[string, JsonRecord, string]>([
    ['nothing wrong', {}, 'taken'],
    [
      'a number as an environment variable',
      { template: template({ env: [{ name: 'A', value: 1 }] }) },
      typed(`${ENV}.value`, 'string', 'integer'),
    ],
    [
      'a variable without name',
      { template: template({ env: [{ value: 'x' }] }) },
      `${ENV}.name: Required value`,
    ],
    [
      'null, which is left out',
      { template: template({ env: [{ name: 'A', value: null }] }) },
      'taken',
    ],
    [
      'the same variable twice',
      {
        template: template({
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        }),
      },
      'spec.template.spec.containers[0].env[1]: Duplicate value: {"name":"A"}',
    ],
    [
      'the same port twice, its protocol being a default',
      {
        template: template({
          ports: [{ containerPort: 80 }, { containerPort: 80 }],
        }),
      },
      'spec.template.spec.containers[0].ports[1]: Duplicate value: {"containerPort":80,"protocol":"TCP"}',
    ],
    [
      'a fraction of a replica',
      { replicas: 1.5 },
      `${typed(
        'spec.replicas',
        'integer',
        'number',
      )}\n.spec.replicas: Invalid value: 0: .spec.replicas accessor error: 1.5 is of the type float64, expected int64`,
    ],
    [
      'too many replicas',
      { replicas: 99999999999 },
      '.spec.replicas: Invalid value: 99999999999: should be less than or equal to 2147483647',
    ],
    [
      'a time that is none',
      { restartAt: 'yesterday' },
      'spec.restartAt: Invalid value: "yesterday": spec.restartAt in body must be of type date-time: "yesterday"',
    ],
    [
      'neither count nor percentage',
      { strategy: { canary: { maxSurge: true } } },
      `${typed(
        'spec.strategy.canary.maxSurge',
        'integer,string',
        'boolean',
      )}\n${typed('spec.strategy.canary.maxSurge', 'integer', 'boolean')}`,
    ],
  ])('%s', (_what, spec, wanted) => {
    expect(answer('Rollout', rollout(spec))).toBe(wanted);
  });

  it('refuses another selector than before', () => {
    expect(
      answer(
        'Rollout',
        rollout({ selector: { matchLabels: { other: 'x' } } }),
        rollout({}),
      ),
    ).toBe(
      'spec.selector: Invalid value: "object": .spec.selector is immutable',
    );
  });

  it('leaves out what a kind does not have, and reports its path', () => {
    const read = readShape(
      store,
      typeOf('Rollout'),
      rollout({
        replica: 2,
        strategy: { canary: { trafficRouting: { linkerd: {} } } },
        template: template({ imag: 'y' }),
      }),
    );
    expect(read.unknown).toEqual([
      'spec.replica',
      'spec.strategy.canary.trafficRouting.linkerd',
      'spec.template.spec.containers[0].imag',
    ]);
    expect(read.object.spec).toMatchObject({
      strategy: { canary: { trafficRouting: {} } },
    });
  });

  it('reads metadata into a Go type', () => {
    expect(() =>
      readShape(store, typeOf('Rollout'), {
        ...rollout({}),
        metadata: { name: 'x', labels: { a: 1 } },
      }),
    ).toThrow(
      'json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string',
    );
  });
});

describe('rules in CEL', () => {
  it('are not looked at while something is missing', () => {
    const type = typeOf('Rollout');
    const refused = () =>
      validateKind(
        store,
        type,
        readShape(store, type, {
          kind: 'Rollout',
          apiVersion: 'argoproj.io/v1alpha1',
          metadata: { name: 'x' },
        }).object,
      );
    let fields: unknown;
    try {
      refused();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { causes } = error.details as { causes: Array<{ field: string }> };
      fields = causes.map(({ field }) => field);
    }
    expect(fields).toEqual(['spec', '<nil>']);
  });
});
