const DIGEST = (digit: string) => `sha256:${digit.repeat(64)}`;
const owner = (kind: string, name: string, uid: string) => [
  { apiVersion: 'apps/v1', kind, name, uid, controller: true },
];

/** A Rollout with a canary under way: stable `aaa` at 1.8.2, canary `bbb` at 1.9.0. */
export function rolloutObjects() {
  const revision = (hash: string, number: number, version: string) => {
    const name = `orders-${hash}`;
    const uid = `rs-${hash}`;
    const image = `shop/orders:${version}`;
    return {
      replicaSet: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name,
          namespace: 'shop',
          uid,
          labels: { 'rollouts-pod-template-hash': hash },
          annotations: { 'rollout.argoproj.io/revision': `${number}` },
          ownerReferences: owner('Rollout', 'orders', 'ro-1'),
        },
        spec: {
          replicas: 1,
          template: { spec: { containers: [{ name: 'app', image }] } },
        },
      },
      pod: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `${name}-x`,
          namespace: 'shop',
          uid: `pod-${hash}`,
          ownerReferences: owner('ReplicaSet', name, uid),
        },
        status: {
          containerStatuses: [
            {
              name: 'app',
              image,
              imageID: `docker.io/shop/orders@${DIGEST(hash[0])}`,
            },
          ],
        },
      },
    };
  };
  const revisions = [revision('aaa', 1, '1.8.2'), revision('bbb', 2, '1.9.0')];
  return {
    'rollouts.argoproj.io': [
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: {
          name: 'orders',
          namespace: 'shop',
          uid: 'ro-1',
          labels: { 'backstage.io/kubernetes-id': 'orders' },
        },
        status: { stableRS: 'aaa', currentPodHash: 'bbb' },
      },
    ],
    'deployments.apps': [],
    'replicasets.apps': revisions.map(({ replicaSet }) => replicaSet),
    pods: revisions.map(({ pod }) => pod),
  };
}

/** One vulnerability as Trivy Operator writes it. */
export const vulnerability = (
  id: string,
  severity: string,
  fixed = '6.5.3',
) => ({
  vulnerabilityID: id,
  resource: 'qs',
  installedVersion: '6.5.2',
  fixedVersion: fixed,
  severity,
  title: `Title of ${id}`,
  packagePURL: 'pkg:npm/qs@6.5.2',
});

/** A report of Trivy Operator for one ReplicaSet of {@link rolloutObjects}. */
export function vulnerabilityReport(
  hash: string,
  vulnerabilities: object[],
  change: { uid?: string; at?: string } = {},
) {
  return {
    apiVersion: 'aquasecurity.github.io/v1alpha1',
    kind: 'VulnerabilityReport',
    metadata: {
      name: `replicaset-orders-${hash}-app`,
      namespace: 'shop',
      uid: change.uid ?? `vr-${hash}`,
      labels: {
        'trivy-operator.resource.kind': 'ReplicaSet',
        'trivy-operator.resource.namespace': 'shop',
        'trivy-operator.resource.name': `orders-${hash}`,
        'trivy-operator.container.name': 'app',
      },
      ownerReferences: owner('ReplicaSet', `orders-${hash}`, `rs-${hash}`),
    },
    report: {
      updateTimestamp: change.at ?? '2026-11-28T10:00:00Z',
      artifact: {
        repository: 'shop/orders',
        tag: hash === 'aaa' ? '1.8.2' : '1.9.0',
        digest: DIGEST(hash[0]),
      },
      registry: { server: 'index.docker.io' },
      os: { family: 'debian', name: '12.5' },
      summary: {},
      vulnerabilities,
    },
  };
}

/** A secret that was found, with what must never be kept. */
export const secretReport = (hash: string) => ({
  ...vulnerabilityReport(hash, []),
  kind: 'ExposedSecretReport',
  report: {
    updateTimestamp: '2026-11-28T10:00:00Z',
    artifact: { repository: 'shop/orders', tag: '1.9.0' },
    secrets: [
      {
        target: '/app/.env',
        ruleID: 'github-pat',
        title: 'GitHub token',
        severity: 'CRITICAL',
        match: 'ghp_PLANTED',
      },
    ],
  },
});

/** The bill of materials of one ReplicaSet: package URLs and names. */
export const sbomReport = (
  hash: string,
  packages: Array<[string, string]>,
) => ({
  ...vulnerabilityReport(hash, []),
  kind: 'SbomReport',
  report: {
    updateTimestamp: '2026-11-28T10:00:00Z',
    artifact: { repository: 'shop/orders', tag: '1.9.0' },
    components: {
      components: packages.map(([purl, name]) => ({ purl, name })),
    },
  },
});
