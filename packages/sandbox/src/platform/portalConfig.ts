import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { SERVICES } from '@slipway/platform-model';
import { ClusterDefinition, NamespaceDefinition } from './clusters';

/** One running cluster as its clients reach it. */
export interface ClusterEndpoint {
  cluster: ClusterDefinition;
  apiUrl: string;
  prometheusUrl: string;
  /** Token of the service account `slipway/portal`. */
  portalToken: string;
  /** Token of the service account `slipway/viewer`. */
  viewerToken: string;
  /** Token of a member of `system:masters`, for the kubeconfig only. */
  adminToken: string;
  /** The certificate authority of the API server, PEM in base64. */
  caData: string;
}

export interface PanelEndpoint {
  url: string;
  token: string;
}

/** Small samples of the files that operators mount. */
const signal = (file: string) =>
  join(
    dirname(require.resolve('@slipway/sandbox/package.json')),
    'signals',
    file,
  );

/** Namespaces with a few services have no service-discovery of their own. */
const hasEureka = ({ services }: NamespaceDefinition) =>
  services?.includes('service-discovery') ?? true;

/**
 * The portal's configuration: plugin-kubernetes' cluster list and Slipway's own
 * part. It holds tokens: write it with mode 0600 only.
 *
 * @param urls.servicesUrl - base address of the services over HTTP
 * @param urls.logsUrl - base address of the logs, as an Elasticsearch has them
 */
export function portalConfig(
  endpoints: readonly ClusterEndpoint[],
  panel: PanelEndpoint,
  { servicesUrl, logsUrl }: { servicesUrl: string; logsUrl: string },
): string {
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
            clusters: endpoints.map(endpoint => ({
              name: endpoint.cluster.name,
              title: endpoint.cluster.title,
              url: endpoint.apiUrl,
              authProvider: 'serviceAccount',
              serviceAccountToken: endpoint.portalToken,
              caData: endpoint.caData,
              skipMetricsLookup: true,
              customResources: [custom('rollouts'), custom('analysisruns')],
            })),
          },
        ],
      },
      slipway: {
        sandbox: true,
        sandboxPanel: panel,
        // Masters and workers of load tests are simulated, as everything in the clusters is.
        // A real Locust on this machine, where one is configured, loads the services over HTTP.
        loadtest: {
          runners: {
            kubernetes: {},
            local: { addresses: serviceAddresses(endpoints, servicesUrl) },
          },
          // In production with the approval of somebody else: the default.
          limits: { prod: { maxUsers: 200, maxDuration: '30m' } },
        },
        security: {
          epss: { file: signal('epss.csv') },
          kev: { file: signal('known_exploited_vulnerabilities.json') },
          vex: { files: [signal('openvex.json')] },
          // What the history of a sandbox has is minutes old.
          deadlines: { critical: '7d', high: '30d' },
          // Of the services in development user-service waits with such a canary.
          gate: {
            rules: [
              {
                name: 'no new criticals in development',
                environments: ['dev'],
                only: 'fixable',
              },
            ],
          },
        },
        chaos: { guardrails: { prod: { maxPods: 2 } } },
        badge: {
          label: 'sandbox',
          tooltip:
            'Three simulated clusters on this machine. Nothing here is real.',
        },
        clusters: Object.fromEntries(
          endpoints.map(({ cluster, prometheusUrl }) => [
            cluster.name,
            {
              title: cluster.title,
              environment: cluster.environment,
              namespaces: Object.fromEntries(
                cluster.namespaces.map(({ name, environment }) => [
                  name,
                  { environment },
                ]),
              ),
              impersonate: true,
              allowActions: true,
              prometheus: { url: prometheusUrl },
              logs: { url: `${logsUrl}/${cluster.name}` },
              eureka: cluster.namespaces.filter(hasEureka).map(({ name }) => ({
                namespace: name,
                url: `${servicesUrl}/${cluster.name}/${name}/service-discovery`,
              })),
              health: {
                url: `${servicesUrl}/${cluster.name}/{namespace}/{service}`,
              },
            },
          ]),
        ),
      },
    },
    { lineWidth: 0 },
  );
}

/** Addresses of services as pods reach them, each with the one on this machine. */
function serviceAddresses(
  endpoints: readonly ClusterEndpoint[],
  servicesUrl: string,
): Array<{ cluster: string; from: string; to: string }> {
  return endpoints.flatMap(({ cluster }) =>
    cluster.namespaces.flatMap(namespace =>
      SERVICES.filter(
        ({ name }) => namespace.services?.includes(name) ?? true,
      ).map(({ name, port }) => ({
        cluster: cluster.name,
        from: `http://${name}.${namespace.name}:${port}`,
        to: `${servicesUrl}/${cluster.name}/${namespace.name}/${name}`,
      })),
    ),
  );
}

/**
 * A kubeconfig with one context for each cluster, of an administrator or of
 * the account that only looks. It holds tokens: write it with mode 0600 only.
 */
export function sandboxKubeconfig(
  endpoints: readonly ClusterEndpoint[],
  who: 'admin' | 'viewer',
  current = endpoints[0].cluster.name,
): string {
  const user = (name: string) => `${name}-${who}`;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: endpoints.map(({ cluster, apiUrl, caData }) => ({
        name: cluster.name,
        cluster: { server: apiUrl, 'certificate-authority-data': caData },
      })),
      users: endpoints.map(({ cluster, adminToken, viewerToken }) => ({
        name: user(cluster.name),
        user: { token: who === 'admin' ? adminToken : viewerToken },
      })),
      contexts: endpoints.map(({ cluster: { name } }) => ({
        name,
        context: { cluster: name, user: user(name), namespace: 'ecommerce' },
      })),
      'current-context': current,
    },
    { lineWidth: 0 },
  );
}
