import { stringify } from 'yaml';

export interface PortalConfigOptions {
  clusterName: string;
  title: string;
  apiserverUrl: string;
  prometheusUrl: string;
  token: string;
  caData: string;
}

/**
 * The portal's configuration for an instance: plugin-kubernetes' cluster list and
 * Slipway's own part. It holds a token: write it with mode 0600 only.
 */
export function portalConfig(options: PortalConfigOptions): string {
  const custom = (plural: string) => ({
    group: 'argoproj.io',
    apiVersion: 'v1alpha1',
    plural,
  });
  return stringify(
    {
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: options.clusterName,
                title: options.title,
                url: options.apiserverUrl,
                authProvider: 'serviceAccount',
                serviceAccountToken: options.token,
                caData: options.caData,
                skipMetricsLookup: true,
                customResources: [custom('rollouts'), custom('analysisruns')],
              },
            ],
          },
        ],
      },
      slipway: {
        realStack: true,
        badge: {
          label: 'real stack',
          tooltip: 'Real controllers, modelled traffic',
        },
        clusters: {
          [options.clusterName]: {
            title: options.title,
            environment: 'prod',
            namespaces: { 'ecommerce-stage': { environment: 'stage' } },
            impersonate: true,
            allowActions: true,
            prometheus: { url: options.prometheusUrl },
          },
        },
      },
    },
    { lineWidth: 0 },
  );
}
