import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import {
  list,
  metadata,
  number,
  object,
  string,
} from '@slipway/plugin-clusters-common/read';
import { readReportHead } from '../read/operatorReport';
import { ReportHead, ReportKind } from '../types';

const id = 'security';
const GROUP = 'aquasecurity.github.io';

const trivy = (plural: string, kind: ReportKind): ResourceId => ({
  group: GROUP,
  version: 'v1alpha1',
  plural,
  kind,
});

/** The kinds of Trivy Operator. */
export const REPORT_RESOURCES: Readonly<Record<ReportKind, ResourceId>> = {
  VulnerabilityReport: trivy('vulnerabilityreports', 'VulnerabilityReport'),
  ClusterVulnerabilityReport: trivy(
    'clustervulnerabilityreports',
    'ClusterVulnerabilityReport',
  ),
  ConfigAuditReport: trivy('configauditreports', 'ConfigAuditReport'),
  ClusterConfigAuditReport: trivy(
    'clusterconfigauditreports',
    'ClusterConfigAuditReport',
  ),
  RbacAssessmentReport: trivy('rbacassessmentreports', 'RbacAssessmentReport'),
  ClusterRbacAssessmentReport: trivy(
    'clusterrbacassessmentreports',
    'ClusterRbacAssessmentReport',
  ),
  InfraAssessmentReport: trivy(
    'infraassessmentreports',
    'InfraAssessmentReport',
  ),
  ClusterInfraAssessmentReport: trivy(
    'clusterinfraassessmentreports',
    'ClusterInfraAssessmentReport',
  ),
  ExposedSecretReport: trivy('exposedsecretreports', 'ExposedSecretReport'),
  SbomReport: trivy('sbomreports', 'SbomReport'),
  ClusterSbomReport: trivy('clustersbomreports', 'ClusterSbomReport'),
  ClusterComplianceReport: trivy(
    'clustercompliancereports',
    'ClusterComplianceReport',
  ),
};

/** What is kept of a report in memory: not its findings. */
export interface ReportObject extends KubeObject {
  head: ReportHead;
}

function projectReport(kind: ReportKind) {
  return (raw: Record<string, unknown>): ReportObject | undefined => {
    const head = readReportHead(kind, raw);
    const { annotations: _, ...kept } = metadata(raw);
    return head && { metadata: kept, head };
  };
}

// One function for each kind: a projection is known by it.
const PROJECT_REPORT = {
  VulnerabilityReport: projectReport('VulnerabilityReport'),
  ClusterVulnerabilityReport: projectReport('ClusterVulnerabilityReport'),
  ConfigAuditReport: projectReport('ConfigAuditReport'),
  ClusterConfigAuditReport: projectReport('ClusterConfigAuditReport'),
  RbacAssessmentReport: projectReport('RbacAssessmentReport'),
  ClusterRbacAssessmentReport: projectReport('ClusterRbacAssessmentReport'),
  InfraAssessmentReport: projectReport('InfraAssessmentReport'),
  ClusterInfraAssessmentReport: projectReport('ClusterInfraAssessmentReport'),
  ExposedSecretReport: projectReport('ExposedSecretReport'),
  SbomReport: projectReport('SbomReport'),
  ClusterSbomReport: projectReport('ClusterSbomReport'),
  ClusterComplianceReport: projectReport('ClusterComplianceReport'),
} satisfies Record<ReportKind, unknown>;

/** Ready for `clusters.watch(…)`: the reports of one kind. */
export const reportKind = (kind: ReportKind) => ({
  id,
  resource: REPORT_RESOURCES[kind],
  project: PROJECT_REPORT[kind],
});

/** A Rollout or Deployment, with the pod templates that a Rollout tells apart. */
export interface Workload extends KubeObject {
  kind: 'Rollout' | 'Deployment';
  stableHash?: string;
  currentHash?: string;
}

export interface ReplicaSet extends KubeObject {
  /** Of the pod template. */
  hash?: string;
  revision: number;
  replicas: number;
  containers: Array<{ name: string; image: string }>;
}

export interface Pod extends KubeObject {
  containers: Array<{ name: string; image: string; imageID?: string }>;
}

const containersOf = (template: unknown) =>
  list(object(object(template).spec).containers).map(each => ({
    name: string(each.name) ?? '',
    image: string(each.image) ?? '',
  }));

/** Ready for `clusters.watch(…)`: what runs. */
export const runningKinds = {
  rollouts: {
    id,
    resource: {
      group: 'argoproj.io',
      version: 'v1alpha1',
      plural: 'rollouts',
      kind: 'Rollout',
    },
    project(raw: Record<string, unknown>): Workload {
      const status = object(raw.status);
      const stableHash = string(status.stableRS);
      const currentHash = string(status.currentPodHash);
      return {
        metadata: metadata(raw),
        kind: 'Rollout',
        ...(stableHash ? { stableHash } : {}),
        ...(currentHash ? { currentHash } : {}),
      };
    },
  },
  deployments: {
    id,
    resource: {
      group: 'apps',
      version: 'v1',
      plural: 'deployments',
      kind: 'Deployment',
    },
    project: (raw: Record<string, unknown>): Workload => ({
      metadata: metadata(raw),
      kind: 'Deployment',
    }),
  },
  replicaSets: {
    id,
    resource: {
      group: 'apps',
      version: 'v1',
      plural: 'replicasets',
      kind: 'ReplicaSet',
    },
    project(raw: Record<string, unknown>): ReplicaSet {
      const kept = metadata(raw);
      const hash =
        kept.labels?.['rollouts-pod-template-hash'] ??
        kept.labels?.['pod-template-hash'];
      const revision =
        kept.annotations?.['rollout.argoproj.io/revision'] ??
        kept.annotations?.['deployment.kubernetes.io/revision'];
      return {
        metadata: kept,
        ...(hash ? { hash } : {}),
        revision: Number(revision) || 0,
        replicas: number(object(raw.spec).replicas) ?? 1,
        containers: containersOf(object(raw.spec).template),
      };
    },
  },
  pods: {
    id,
    resource: { group: '', version: 'v1', plural: 'pods', kind: 'Pod' },
    project(raw: Record<string, unknown>): Pod {
      return {
        metadata: metadata(raw),
        containers: list(object(raw.status).containerStatuses).map(each => {
          const imageID = string(each.imageID);
          return {
            name: string(each.name) ?? '',
            image: string(each.image) ?? '',
            ...(imageID ? { imageID } : {}),
          };
        }),
      };
    },
  },
};
