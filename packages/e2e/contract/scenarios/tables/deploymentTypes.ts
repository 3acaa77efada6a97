import {
  APP,
  CONTAINERS,
  QUANTITY,
  Row,
  built,
  deployment,
  env,
  into,
  invalid,
  pods,
  unread,
} from './manifests';

/** Deployments, read into Go types and validated. */
export const DEPLOYMENTS: Row[] = [
  [
    'a variable that is a number',
    'deployments',
    deployment({ template: env(1) }),
    unread(
      'Deployment',
      into('number', `EnvVar.${CONTAINERS}.env.value`, 'string'),
    ),
  ],
  [
    'a policy that is a number',
    'deployments',
    deployment({ template: pods({}, { restartPolicy: 5 }) }),
    unread(
      'Deployment',
      into(
        'number',
        'PodSpec.spec.template.spec.restartPolicy',
        'v1.RestartPolicy',
      ),
    ),
  ],
  [
    'replicas that are a word',
    'deployments',
    deployment({ replicas: 'many' }),
    unread(
      'Deployment',
      into('string', 'DeploymentSpec.spec.replicas', 'int32'),
    ),
  ],
  [
    'one and a half replicas',
    'deployments',
    deployment({ replicas: 1.5 }),
    unread(
      'Deployment',
      into('number 1.5', 'DeploymentSpec.spec.replicas', 'int32'),
    ),
  ],
  [
    'containers that are no list',
    'deployments',
    deployment({ template: { spec: { containers: {} } } }),
    unread(
      'Deployment',
      into('object', `PodSpec.${CONTAINERS}`, '[]v1.Container'),
    ),
  ],
  [
    'a container that is a word',
    'deployments',
    deployment({ template: { spec: { containers: ['app'] } } }),
    unread(
      'Deployment',
      into('string', `PodSpec.${CONTAINERS}`, 'v1.Container'),
    ),
  ],
  [
    'a surge that is true',
    'deployments',
    deployment({ strategy: { rollingUpdate: { maxSurge: true } } }),
    unread(
      'Deployment',
      into(
        'bool',
        'RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge',
        'int32',
      ),
    ),
  ],
  [
    'a quantity that is none',
    'deployments',
    deployment({ template: pods({ resources: { limits: { cpu: 'abc' } } }) }),
    unread('Deployment', QUANTITY),
  ],
  [
    'a list as spec',
    'deployments',
    built([]),
    unread('Deployment', into('array', 'Deployment.spec', 'v1.DeploymentSpec')),
  ],
  [
    'no spec of a Deployment',
    'deployments',
    built(undefined),
    invalid(
      'spec.selector: Required value',
      'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      'spec.template.spec.containers: Required value',
    ),
  ],
  [
    'a variable without name in a Deployment',
    'deployments',
    deployment({ template: pods({ env: [{ value: 'a' }] }) }),
    invalid(`${APP}.env[0].name: Required value`),
  ],
  [
    'a name of a variable with =',
    'deployments',
    deployment({ template: pods({ env: [{ name: 'a=b' }] }) }),
    invalid(
      `${APP}.env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    ),
  ],
  [
    'pods of a Deployment that are not restarted',
    'deployments',
    deployment({ template: pods({}, { restartPolicy: 'Never' }) }),
    invalid(
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ),
  ],
  [
    'a strategy that is none',
    'deployments',
    deployment({ strategy: { type: 'Canary' } }),
    invalid(
      'spec.strategy: Unsupported value: {"Type":"Canary","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
    ),
  ],
  [
    'neither surge nor unavailable',
    'deployments',
    deployment({
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } },
    }),
    invalid(
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
    ),
  ],
  [
    'an empty selector',
    'deployments',
    deployment({ selector: {} }),
    invalid(
      'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
    ),
  ],
];
