import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { RealClock } from '../clock';
import { kindsUnderTest, labels, object, template } from '../testUtils';
import generated from './apiTypes.json';
import { withAdditions } from './defaults';
import { decodeGo } from './goDecoding';
import { canonicalTime } from './goTime';
import { JsonRecord } from './json';
import { MemoryStore } from './MemoryStore';
import { canonicalQuantity } from './quantity';
import { builtInTypes } from './resources';
import { readShape } from './shape';
import { KubeObject } from './types';

const store = new MemoryStore({ clock: new RealClock() });

const { answer, typeOf } = kindsUnderTest(store, builtInTypes());

const deployment = (spec: JsonRecord): JsonRecord => ({
  ...object('Deployment', {
    selector: { matchLabels: labels },
    template: template(),
    ...spec,
  }),
});

describe('apiTypes.json', () => {
  it('is generated from the versions that are pinned', () => {
    const rows: Array<{ name: string; version: string }> = parse(
      readFileSync(resolve(__dirname, '../../../../versions.yaml'), 'utf8'),
    );
    const pinned = (name: string) =>
      rows.find(row => row.name.startsWith(name))?.version;
    expect(generated.versions).toEqual({ kubernetes: pinned('Kubernetes') });
  });
});

const ENV = 'spec.template.spec.containers[0].env[0]';

const into = (found: string, field: string, type: string) =>
  `json: cannot unmarshal ${found} into Go struct field ${field} of type ${type}`;
const CONTAINERS = 'spec.template.spec.containers';

describe('built-in kinds, by their Go types', () => {
  it.each<[JsonRecord, string]>([
    [{}, 'taken'],
    [
      { template: template({ env: [{ name: 'A', value: 1 }] }) },
      into('number', `EnvVar.${CONTAINERS}.env.value`, 'string'),
    ],
    [
      { template: template({}, { restartPolicy: 5 }) },
      into(
        'number',
        'PodSpec.spec.template.spec.restartPolicy',
        'v1.RestartPolicy',
      ),
    ],
    [
      { replicas: 1.5 },
      into('number 1.5', 'DeploymentSpec.spec.replicas', 'int32'),
    ],
    [
      { template: { spec: { containers: {} } } },
      into('object', `PodSpec.${CONTAINERS}`, '[]v1.Container'),
    ],
    [
      { template: { spec: { containers: ['a'] } } },
      into('string', `PodSpec.${CONTAINERS}`, 'v1.Container'),
    ],
    [
      { strategy: { rollingUpdate: { maxSurge: true } } },
      into(
        'bool',
        'RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge',
        'int32',
      ),
    ],
    [
      { template: template({ resources: { requests: { cpu: 'abc' } } }) },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      { template: template({ env: [{ value: 'a' }] }) },
      `${ENV}.name: Required value`,
    ],
    [
      { template: template({}, { restartPolicy: 'Never' }) },
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      {
        template: template({ volumeMounts: [{ name: 'n', mountPath: '/a' }] }),
      },
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "n"',
    ],
  ])('%j: %s', (spec, wanted) => {
    expect(answer('Deployment', deployment(spec))).toBe(wanted);
  });

  it('converts what strategic merge patches make in other words', () => {
    const message = (spec: JsonRecord) => {
      try {
        readShape(store, typeOf('Deployment'), deployment(spec), 'patch');
        return 'taken';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    expect([
      message({ replicas: 'x' }),
      message({ template: template({ env: [{ name: 'A', value: 1 }] }) }),
      message({ template: { spec: { containers: 'a' } } }),
    ]).toEqual([
      'unrecognized type: int32',
      'cannot convert int64 to string',
      'cannot restore slice from string',
    ]);
  });

  it('writes only what is set, and what Go always writes', () => {
    const { object: read } = decodeGo('apps/v1.Deployment', {
      spec: { paused: false, replicas: 0, template: { metadata: null } },
    });
    expect(read).toEqual({
      metadata: {},
      spec: {
        replicas: 0,
        template: { metadata: {}, spec: { containers: null } },
        strategy: {},
      },
      status: {},
    });
  });

  it('fills in what a pod says nothing about', () => {
    const pod = withAdditions(typeOf('Pod'), {
      ...object('Pod', { containers: [{ name: 'app', image: 'e/x' }] }),
    } as unknown as KubeObject);
    expect(pod).toMatchObject({
      spec: {
        securityContext: {},
        dnsPolicy: 'ClusterFirst',
        serviceAccount: 'default',
        preemptionPolicy: 'PreemptLowerPriority',
        containers: [
          { imagePullPolicy: 'Always', terminationMessagePolicy: 'File' },
        ],
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });
});

describe('canonicalQuantity', () => {
  it.each([
    ['1', '1'],
    ['1.5', '1500m'],
    ['1000m', '1'],
    ['0.1', '100m'],
    ['1024Mi', '1Gi'],
    ['64Mi', '64Mi'],
    ['0.5Gi', '512Mi'],
    ['1000Ki', '1000Ki'],
    ['512', '512'],
    ['2000', '2k'],
    ['1e3', '1e3'],
    ['0', '0'],
    ['-1.5', '-1500m'],
  ])('%s: %s', (text, wanted) => {
    expect(canonicalQuantity(text)).toBe(wanted);
  });

  it.each(['abc', '', '1Kib', '1x'])('refuses %j', text => {
    expect(() => canonicalQuantity(text)).toThrow();
  });
});

describe('canonicalTime', () => {
  it('is in UTC', () => {
    expect(canonicalTime('2026-01-02T03:04:05+01:00', 0)).toBe(
      '2026-01-02T02:04:05Z',
    );
    expect(canonicalTime('2026-01-02T03:04:05.12Z', 6)).toBe(
      '2026-01-02T03:04:05.120000Z',
    );
  });

  it.each([
    ['foo', 'cannot parse "foo" as "2006"'],
    ['2026-01-02', 'cannot parse "" as "T"'],
    ['2026-13-02T00:00:00Z', 'month out of range'],
  ])('%s: %s', (text, why) => {
    expect(() => canonicalTime(text, 0)).toThrow(why);
  });
});
