import { parse } from 'yaml';
import { kubeconfig } from './kubeconfig.ts';
import { portalConfig } from './portalConfig.ts';

describe('portalConfig', () => {
  it('gives plugin-kubernetes and Slipway the same cluster', () => {
    const config = parse(
      portalConfig({
        clusterName: 'gke-prod',
        title: 'GKE production',
        apiserverUrl: 'https://127.0.0.1:20000',
        prometheusUrl: 'http://127.0.0.1:20009',
        token: 'the-token',
        caData: 'Y2E=',
      }),
    );
    const [cluster] = config.kubernetes.clusterLocatorMethods[0].clusters;
    expect(cluster).toMatchObject({
      name: 'gke-prod',
      url: 'https://127.0.0.1:20000',
      authProvider: 'serviceAccount',
      serviceAccountToken: 'the-token',
      caData: 'Y2E=',
    });
    expect(cluster.skipTLSVerify).toBeUndefined();
    expect(config.slipway.clusters[cluster.name]).toMatchObject({
      impersonate: true,
      prometheus: { url: 'http://127.0.0.1:20009' },
    });
  });
});

describe('kubeconfig', () => {
  it('points to a token file instead of holding a token', () => {
    const config = parse(
      kubeconfig({
        server: 'https://127.0.0.1:20000',
        caData: 'Y2E=',
        user: { name: 'argo-rollouts', tokenFile: '/pki/argo-rollouts.token' },
        namespace: 'argo-rollouts',
      }),
    );
    expect(config.users[0].user).toEqual({
      tokenFile: '/pki/argo-rollouts.token',
    });
    expect(config.contexts[0].context.namespace).toBe('argo-rollouts');
    expect(config['current-context']).toBe(config.contexts[0].name);
  });
});
