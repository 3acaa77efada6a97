#!/usr/bin/env node
/**
 * The cluster of bench/findings.mjs: the sandbox's API server, in a process of
 * its own, with workloads and a report of findings for each. Sends its address
 * to its parent, and ends with it.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/paths.mjs';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');

const {
  createApiServer,
  createStore,
  builtInTypes,
  RealClock,
  resourceTypes,
} = require(join(ROOT, 'packages/kube-sim/src/index.ts'));
const { trivy } = require(join(
  ROOT,
  'packages/sandbox/src/modules/trivy/index.ts',
));

const REPORTS = Number(process.env.REPORTS ?? 2_000);
const FINDINGS = Number(process.env.FINDINGS ?? 300);
/** What is known of the world's packages: an image has some of it. */
const PACKAGES = 1_500;
const VULNERABILITIES = 6_000;
const SERVICES = 400;
const TEAMS = 20;
const NAMESPACE = 'shop';
const SEVERITIES = ['LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL'];
const NOW = Date.now();

/** The same figures in every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const packages = Array.from({ length: PACKAGES }, (_, index) => {
  const version = `${1 + (index % 9)}.${index % 13}.${index % 7}`;
  if (index % 3 === 0) {
    const name = `lib-${index}`;
    return {
      name,
      version: `${version}-1+deb12u1`,
      fixed: `${version}-1+deb12u3`,
      purl: `pkg:deb/debian/${name}@${version}-1%2Bdeb12u1?arch=amd64&distro=debian-12.5`,
      class: 'os-pkgs',
      packageType: 'debian',
      target: 'debian 12.5',
    };
  }
  const group = `org.example.group${index % 40}`;
  return {
    name: `${group}:artifact-${index}`,
    version,
    fixed: `${version}1, ${1 + (index % 9)}.${14 + (index % 13)}.0`,
    purl: `pkg:maven/${group}/artifact-${index}@${version}`,
    class: 'lang-pkgs',
    packageType: 'jar',
    packagePath: `app/BOOT-INF/lib/artifact-${index}-${version}.jar`,
    target: 'Java',
  };
});

const vulnerabilities = Array.from({ length: VULNERABILITIES }, (_, index) => {
  const id = `CVE-${2015 + (index % 11)}-${10_000 + index}`;
  const pkg = packages[index % PACKAGES];
  const published = new Date(NOW - index * 3_600_000).toISOString();
  return {
    vulnerabilityID: id,
    resource: pkg.name,
    installedVersion: pkg.version,
    fixedVersion: index % 4 === 0 ? '' : pkg.fixed,
    severity: SEVERITIES[index % SEVERITIES.length],
    score: 3 + (index % 70) / 10,
    title: `${pkg.name}: a request of a form that was not expected lets its sender read what it may not (${index})`,
    primaryLink: `https://avd.aquasec.com/nvd/${id.toLowerCase()}`,
    links: [],
    publishedDate: published,
    lastModifiedDate: published,
    packagePURL: pkg.purl,
    class: pkg.class,
    packageType: pkg.packageType,
    ...(pkg.packagePath ? { packagePath: pkg.packagePath } : {}),
    target: pkg.target,
  };
});

/** Some of them, none twice. */
function findingsOf(seed) {
  const next = random(seed);
  const start = Math.floor(next() * VULNERABILITIES);
  const step = 1 + 2 * Math.floor(next() * 9);
  return Array.from(
    { length: FINDINGS },
    (_, index) => vulnerabilities[(start + index * step) % VULNERABILITIES],
  );
}

const countOf = (findings, severity) =>
  findings.filter(each => each.severity === severity).length;

/** A Deployment, its ReplicaSet and the report about its container. */
function family(index) {
  const name = `service-${index % SERVICES}-${Math.floor(index / SERVICES)}`;
  const set = `${name}-${(1e9 + index).toString(36)}`;
  const image = `registry.example.com/shop/${name}`;
  const containers = [{ name: 'app', image: `${image}:1.${index % 30}.0` }];
  const findings = findingsOf(index + 1);
  const controller = (kind, owner, uid) => [
    { apiVersion: 'apps/v1', kind, name: owner, uid, controller: true },
  ];
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace: NAMESPACE,
        uid: `deployment-${index}`,
        labels: {
          service: `service-${index % SERVICES}`,
          team: `team-${index % TEAMS}`,
        },
      },
      spec: { replicas: 1 },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: set,
        namespace: NAMESPACE,
        uid: `replicaset-${index}`,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: controller('Deployment', name, `deployment-${index}`),
      },
      spec: { replicas: 1, template: { spec: { containers } } },
    },
    {
      apiVersion: 'aquasecurity.github.io/v1alpha1',
      kind: 'VulnerabilityReport',
      metadata: {
        name: `replicaset-${set}-app`,
        namespace: NAMESPACE,
        uid: `report-${index}`,
        creationTimestamp: new Date(NOW).toISOString(),
        labels: {
          'resource-spec-hash': `${index}`,
          'trivy-operator.container.name': 'app',
          'trivy-operator.resource.kind': 'ReplicaSet',
          'trivy-operator.resource.name': set,
          'trivy-operator.resource.namespace': NAMESPACE,
        },
        annotations: {
          'trivy-operator.aquasecurity.github.io/report-ttl': '24h0m0s',
        },
        ownerReferences: controller('ReplicaSet', set, `replicaset-${index}`),
      },
      report: {
        artifact: {
          repository: `shop/${name}`,
          tag: `1.${index % 30}.0`,
          digest: `sha256:${createHash('sha256').update(name).digest('hex')}`,
        },
        registry: { server: 'registry.example.com' },
        os: { family: 'debian', name: '12.5', eosl: false },
        scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.66.0' },
        updateTimestamp: new Date(NOW).toISOString(),
        summary: {
          criticalCount: countOf(findings, 'CRITICAL'),
          highCount: countOf(findings, 'HIGH'),
          mediumCount: countOf(findings, 'MEDIUM'),
          lowCount: countOf(findings, 'LOW'),
          unknownCount: 0,
          noneCount: 0,
        },
        vulnerabilities: findings,
      },
    },
  ];
}

const types = [
  ...builtInTypes(),
  // There are none of them here.
  ...resourceTypes('argoproj.io', 'v1alpha1', true, [
    ['rollouts', 'Rollout', 'ro', 'status'],
  ]),
  ...trivy.kinds,
];
const clock = new RealClock();
const store = createStore(types, clock);
let bytes = 0;
for (let index = 0; index < REPORTS; index += 1) {
  for (const object of family(index)) {
    store.place(
      types.find(({ kind }) => kind === object.kind),
      object,
    );
    if (object.kind === 'VulnerabilityReport') {
      bytes += JSON.stringify(object).length;
    }
  }
}
const token = 'bench-of-findings';
const server = createApiServer({
  store,
  clock,
  clusterName: 'bench',
  tokens: { [token]: { name: 'bench', groups: [] } },
  rbac: false,
});
const { url } = await server.listen(0);
process.send({
  answer: {
    url,
    token,
    bytes,
    reports: REPORTS,
    findings: FINDINGS,
    vulnerabilities: vulnerabilities.map(each => each.vulnerabilityID),
    packages: packages.map(({ name, version }) => ({ name, version })),
  },
});
process.on('disconnect', () => process.exit(0));
