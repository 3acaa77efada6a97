import {
  CreateWrite,
  ENTITY_REF_KEY,
  ENVIRONMENT_LABEL,
  KUBERNETES_ID_KEY,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Definition } from '@slipway/plugin-environments-common';
import { NAME_LABEL } from '../process/inputs';

export const NAMESPACES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
};
export const SERVICES: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};
export const ROLLOUTS: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

/** Image of a service of the shop. */
const imageOf = (service: string, version: string) =>
  `selimhorri/${service}-ecommerce-boot:${version}`;

/** The namespace of an environment. */
export function namespaceOf({ name, tier }: Definition): CreateWrite {
  return {
    verb: 'create',
    resource: NAMESPACES,
    namespace: '',
    name,
    object: {
      metadata: {
        labels: { [NAME_LABEL]: name, [ENVIRONMENT_LABEL]: tier },
      },
    },
  };
}

/** Services and Rollout of one service, as the chart `spring-service` makes them, without an analysis. */
export function objectsOf(
  definition: Definition,
  service: string,
): CreateWrite[] {
  const { version, replicas = 1 } = definition.services[service];
  const selector = {
    'app.kubernetes.io/name': service,
    'app.kubernetes.io/instance': service,
  };
  const labels = { ...selector, [NAME_LABEL]: definition.name };
  const of = (resource: ResourceId, name: string, object: object) =>
    ({
      verb: 'create',
      resource,
      namespace: definition.name,
      name,
      object: { ...object },
    } satisfies CreateWrite);
  return [
    ...['', '-stable', '-canary'].map(suffix =>
      of(SERVICES, `${service}${suffix}`, {
        metadata: { labels },
        spec: {
          selector,
          ports: [{ name: 'http', port: 8080, targetPort: 'http' }],
        },
      }),
    ),
    of(ROLLOUTS, service, {
      metadata: {
        labels,
        annotations: { [ENTITY_REF_KEY]: `component:default/${service}` },
      },
      spec: {
        replicas,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...labels, [KUBERNETES_ID_KEY]: service } },
          spec: {
            containers: [
              {
                name: service,
                image: imageOf(service, version),
                ports: [{ name: 'http', containerPort: 8080 }],
              },
            ],
          },
        },
        strategy: {
          canary: {
            stableService: `${service}-stable`,
            canaryService: `${service}-canary`,
            steps: [{ setWeight: 50 }, { pause: { duration: '10s' } }],
          },
        },
      },
    }),
  ];
}
