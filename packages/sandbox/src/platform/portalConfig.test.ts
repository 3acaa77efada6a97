import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CLUSTERS } from './clusters';
import {
  ClusterEndpoint,
  portalConfig,
  sandboxKubeconfig,
} from './portalConfig';

const endpoints: ClusterEndpoint[] = CLUSTERS.map((cluster, index) => ({
  cluster,
  apiUrl: `https://127.0.0.1:${7100 + index}`,
  prometheusUrl: `http://127.0.0.1:${7103 + index}`,
  portalToken: `portal-${cluster.name}`,
  viewerToken: `viewer-${cluster.name}`,
  adminToken: `admin-${cluster.name}`,
  caData: 'Y2E=',
}));

describe('portalConfig', () => {
  const config = parse(
    portalConfig(
      endpoints,
      { url: 'http://127.0.0.1:7106', token: 'panel' },
      {
        servicesUrl: 'http://127.0.0.1:7107',
        logsUrl: 'http://127.0.0.1:7108',
      },
    ),
  );

  it('names samples of the files of findings, which are there', () => {
    const { epss, kev, vex } = config.slipway.security;
    expect(readFileSync(epss.file, 'utf8')).toContain('CVE-2021-44228,');
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
    expect(read(kev.file).vulnerabilities).toHaveLength(3);
    expect(read(vex.files[0]).statements).toHaveLength(1);
  });

  it('has a rule that stops promotions in development alone', () =>
    expect(config.slipway.security.gate.rules).toMatchObject([
      { environments: ['dev'] },
    ]));

  it('gives plugin-kubernetes and Slipway the same clusters', () => {
    const { clusters } = config.kubernetes.clusterLocatorMethods[0];
    expect(clusters.map((cluster: { name: string }) => cluster.name)).toEqual([
      'gke-prod',
      'eks-prod',
      'aks-dev',
    ]);
    expect(clusters[1]).toMatchObject({
      url: 'https://127.0.0.1:7101',
      authProvider: 'serviceAccount',
      serviceAccountToken: 'portal-eks-prod',
      caData: 'Y2E=',
    });
    expect(clusters[1].skipTLSVerify).toBeUndefined();
    expect(config.slipway.clusters['aks-dev']).toEqual({
      title: 'AKS development',
      environment: 'dev',
      namespaces: { ecommerce: { environment: 'dev' } },
      impersonate: true,
      allowActions: true,
      prometheus: { url: 'http://127.0.0.1:7105' },
      logs: { url: 'http://127.0.0.1:7108/aks-dev' },
      eureka: [
        {
          namespace: 'ecommerce',
          url: 'http://127.0.0.1:7107/aks-dev/ecommerce/service-discovery',
        },
      ],
      health: { url: 'http://127.0.0.1:7107/aks-dev/{namespace}/{service}' },
    });
  });

  it('says that it is a sandbox, and where its panel is', () => {
    expect(config.slipway).toMatchObject({
      sandbox: true,
      badge: { label: 'sandbox' },
      sandboxPanel: { url: 'http://127.0.0.1:7106', token: 'panel' },
    });
  });

  it('has limits for production and keeps its approvals', () => {
    const { chaos, loadtest } = config.slipway;
    for (const limits of [chaos.guardrails, loadtest.limits]) {
      expect(limits.prod).toBeDefined();
      expect(limits.prod.approval).toBeUndefined();
    }
  });

  it('leads a local Locust to the services of each namespace', () => {
    const { addresses } = config.slipway.loadtest.runners.local;
    const from = 'http://order-service.ecommerce:8300';
    expect(
      addresses.filter((one: { from: string }) => one.from === from),
    ).toEqual(
      ['gke-prod', 'eks-prod', 'aks-dev'].map(cluster => ({
        cluster,
        from,
        to: `http://127.0.0.1:7107/${cluster}/ecommerce/order-service`,
      })),
    );
    // Product and user only run in the staging namespace of this cluster.
    expect(
      addresses.filter(
        (one: { cluster: string; from: string }) =>
          one.cluster === 'eks-prod' && one.from.includes('.ecommerce-stage:'),
      ),
    ).toHaveLength(2);
  });

  it('never holds the rights of an administrator', () => {
    expect(JSON.stringify(config)).not.toContain('admin-');
  });
});

describe('sandboxKubeconfig', () => {
  it('has a context for each cluster', () => {
    const config = parse(sandboxKubeconfig(endpoints, 'viewer'));
    expect(config['current-context']).toBe('gke-prod');
    expect(config.contexts).toHaveLength(3);
    expect(config.users[2]).toEqual({
      name: 'aks-dev-viewer',
      user: { token: 'viewer-aks-dev' },
    });
  });
});
