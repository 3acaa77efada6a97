import { at } from '../../lib/json';
import { LABELS } from '../../lib/manifests';
import {
  APP,
  Row,
  argo,
  env,
  idle,
  into,
  invalid,
  ofCanary,
  pods,
  stored,
  typed,
  unchecked,
  unread,
} from './manifests';

/** Rollouts, held against the schema of their CRD. */
export const ROLLOUTS: Row[] = [
  ...(
    [
      ['integer', 1],
      ['number', 1.5],
      ['boolean', true],
      ['object', {}],
      ['array', []],
    ] as const
  ).map(
    ([found, value]): Row => [
      `a variable that is of type ${found}`,
      'rollouts',
      idle({ template: env(value) }),
      unchecked(typed(`${APP}.env[0].value`, 'string', found)),
    ],
  ),
  [
    'a variable that is null',
    'rollouts',
    idle({ template: env(null) }),
    stored({
      spec: at(idle({ template: pods({ env: [{ name: 'A' }] }) }), 'spec'),
    }),
  ],
  [
    'a variable without name',
    'rollouts',
    idle({ template: pods({ env: [{ value: 'x' }] }) }),
    unchecked(`${APP}.env[0].name: Required value`),
  ],
  [
    'a variable twice',
    'rollouts',
    idle({ template: pods({ env: [{ name: 'A' }, { name: 'A' }] }) }),
    invalid(`${APP}.env[1]: Duplicate value: {"name":"A"}`),
  ],
  [
    'a port twice',
    'rollouts',
    idle({
      template: pods({ ports: [{ containerPort: 1 }, { containerPort: 1 }] }),
    }),
    invalid(
      `${APP}.ports[1]: Duplicate value: {"containerPort":1,"protocol":"TCP"}`,
    ),
  ],
  [
    'defaults of a pod template in a CRD',
    'rollouts',
    idle({
      template: pods({
        ports: [{ containerPort: 1 }],
        livenessProbe: { grpc: { port: 5 } },
        resources: { limits: { cpu: 1 } },
      }),
    }),
    stored({
      spec: at(
        idle({
          template: pods({
            ports: [{ containerPort: 1, protocol: 'TCP' }],
            livenessProbe: { grpc: { port: 5, service: '' } },
            resources: { limits: { cpu: 1 } },
          }),
        }),
        'spec',
      ),
    }),
  ],
  [
    'labels of pods that are numbers',
    'rollouts',
    idle({
      template: { ...pods(), metadata: { labels: { ...LABELS, release: 5 } } },
    }),
    unchecked(
      typed('spec.template.metadata.labels.release', 'string', 'integer'),
    ),
  ],
  [
    'several wrong types',
    'rollouts',
    idle({ replicas: 'many', template: pods({ image: 5 }) }),
    unchecked(
      typed('spec.replicas', 'integer', 'string'),
      typed(`${APP}.image`, 'string', 'integer'),
      '.spec.replicas: Invalid value: 0: .spec.replicas accessor error: many is of the type string, expected int64',
    ),
  ],
  [
    'half a replica',
    'rollouts',
    idle({ replicas: 0.5 }),
    unchecked(
      typed('spec.replicas', 'integer', 'number'),
      '.spec.replicas: Invalid value: 0: .spec.replicas accessor error: 0.5 is of the type float64, expected int64',
    ),
  ],
  [
    'more replicas than an int32 holds',
    'rollouts',
    idle({ replicas: 99999999999 }),
    invalid(
      '.spec.replicas: Invalid value: 99999999999: should be less than or equal to 2147483647',
    ),
  ],
  [
    'less than no replicas',
    'rollouts',
    idle({ replicas: -1 }),
    invalid(
      '.spec.replicas: Invalid value: -1: should be a non-negative integer',
    ),
  ],
  [
    'a time that is none',
    'rollouts',
    idle({ restartAt: 'yesterday' }),
    unchecked(
      'spec.restartAt: Invalid value: "yesterday": spec.restartAt in body must be of type date-time: "yesterday"',
    ),
  ],
  [
    'neither count nor share',
    'rollouts',
    ofCanary({ maxSurge: 1.5 }),
    unchecked(
      typed('spec.strategy.canary.maxSurge', 'integer,string', 'number'),
      '<nil>: Invalid value: "": "spec.strategy.canary.maxSurge" must validate at least one schema (anyOf)',
      typed('spec.strategy.canary.maxSurge', 'integer', 'number'),
    ),
  ],
  [
    'steps that are no list',
    'rollouts',
    ofCanary({ steps: {} }),
    unchecked(typed('spec.strategy.canary.steps', 'array', 'object')),
  ],
  [
    'a step that is a word',
    'rollouts',
    ofCanary({ steps: ['pause'] }),
    unchecked(typed('spec.strategy.canary.steps[0]', 'object', 'string')),
  ],
  [
    'a weight that is a word',
    'rollouts',
    ofCanary({ steps: [{ setWeight: '20' }] }),
    unchecked(
      typed('spec.strategy.canary.steps[0].setWeight', 'integer', 'string'),
    ),
  ],
  [
    'an experiment without templates',
    'rollouts',
    ofCanary({ steps: [{ experiment: {} }] }),
    unchecked(
      'spec.strategy.canary.steps[0].experiment.templates: Required value',
    ),
  ],
  [
    'a router that is not known',
    'rollouts',
    ofCanary({ trafficRouting: { linkerd: {}, plugins: { 'a/b': { c: 1 } } } }),
    stored({
      spec: at(
        ofCanary({ trafficRouting: { plugins: { 'a/b': { c: 1 } } } }),
        'spec',
      ),
    }),
  ],
  [
    'no spec',
    'rollouts',
    argo('Rollout', undefined),
    unchecked('spec: Required value'),
  ],
  [
    'a spec that is a word',
    'rollouts',
    argo('Rollout', 'x'),
    unchecked(
      typed('spec', 'object', 'string'),
      '.spec.replicas: Invalid value: 0: .spec.replicas accessor error: x is of the type string, expected map[string]interface{}',
    ),
  ],
  [
    'labels of a custom object that are numbers',
    'rollouts',
    { ...idle({}), metadata: { name: 'one', labels: { release: 5 } } },
    unread(
      'Rollout',
      into('number', 'ObjectMeta.labels', 'string'),
      'v1alpha1',
    ),
  ],
];
