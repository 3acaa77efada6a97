import { ServiceName } from '@slipway/platform-model';

export type Environment = 'dev' | 'stage' | 'prod';

/** Services of one namespace and how they differ from the chart's values. */
export interface NamespaceDefinition {
  name: string;
  environment: Environment;
  /** Spring profiles of the services. */
  profiles: string;
  /** Services that run here; all ten when undefined. */
  services?: readonly ServiceName[];
  /** Replicas of every service, instead of each service's own. */
  replicas?: number;
}

export interface ClusterDefinition {
  /** Name in the portal's configuration. */
  name: string;
  title: string;
  provider: 'gcp' | 'aws' | 'azure';
  region: string;
  zones: readonly string[];
  /** Of its namespaces unless they say otherwise. */
  environment: Environment;
  namespaces: readonly NamespaceDefinition[];
}

/** The clusters of the sandbox: production on two clouds, development on a third. */
export const CLUSTERS: readonly ClusterDefinition[] = [
  {
    name: 'gke-prod',
    title: 'GKE production',
    provider: 'gcp',
    region: 'europe-west1',
    zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
    environment: 'prod',
    namespaces: [
      { name: 'ecommerce', environment: 'prod', profiles: 'prod' },
      {
        name: 'ecommerce-stage',
        environment: 'stage',
        profiles: 'stage',
        services: ['order-service', 'payment-service'],
        replicas: 2,
      },
    ],
  },
  {
    name: 'eks-prod',
    title: 'EKS production',
    provider: 'aws',
    region: 'eu-central-1',
    zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
    environment: 'prod',
    namespaces: [
      { name: 'ecommerce', environment: 'prod', profiles: 'prod' },
      {
        name: 'ecommerce-stage',
        environment: 'stage',
        profiles: 'stage',
        services: ['product-service', 'user-service'],
        replicas: 2,
      },
    ],
  },
  {
    name: 'aks-dev',
    title: 'AKS development',
    provider: 'azure',
    region: 'westeurope',
    zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'],
    environment: 'dev',
    namespaces: [
      {
        name: 'ecommerce',
        environment: 'dev',
        profiles: 'dev',
        replicas: 2,
      },
    ],
  },
];
