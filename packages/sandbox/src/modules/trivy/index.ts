import { apiVersionOf, PrinterColumn, resourceTypes } from '@slipway/kube-sim';
import { Kind, Objects } from '../../loops';
import { readCrds } from '../crds';
import { READ, rule } from '../rbac';
import { SandboxModule } from '../types';
import crds from './crds.json';
import { API, Report, TrivyOperator } from './TrivyOperator';

const GROUP = 'aquasecurity.github.io';
const definitions = readCrds(crds);

const TYPES = [
  ...resourceTypes(GROUP, 'v1alpha1', true, [
    ['configauditreports', 'ConfigAuditReport', 'configaudit', ''],
    ['exposedsecretreports', 'ExposedSecretReport', 'exposedsecret', ''],
    ['infraassessmentreports', 'InfraAssessmentReport', 'infraassessment', ''],
    ['rbacassessmentreports', 'RbacAssessmentReport', 'rbacassessment', ''],
    ['sbomreports', 'SbomReport', 'sbom', ''],
    ['vulnerabilityreports', 'VulnerabilityReport', 'vuln', ''],
  ]),
  ...resourceTypes(GROUP, 'v1alpha1', false, [
    [
      'clustercompliancereports',
      'ClusterComplianceReport',
      'compliance',
      'status',
    ],
    [
      'clusterconfigauditreports',
      'ClusterConfigAuditReport',
      'clusterconfigaudit',
      '',
    ],
    [
      'clusterinfraassessmentreports',
      'ClusterInfraAssessmentReport',
      'clusterinfraassessment',
      '',
    ],
    [
      'clusterrbacassessmentreports',
      'ClusterRbacAssessmentReport',
      'clusterrbacassessmentreport',
      '',
    ],
    ['clustersbomreports', 'ClusterSbomReport', 'clustersbom', ''],
    [
      'clustervulnerabilityreports',
      'ClusterVulnerabilityReport',
      'clustervuln',
      '',
    ],
  ]),
].map(type => ({
  ...type,
  custom: definitions.get(`${apiVersionOf(type)}/${type.kind}`),
}));

const AGE: PrinterColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
};
const SCANNER: PrinterColumn = {
  name: 'Scanner',
  type: 'string',
  jsonPath: '.report.scanner.name',
};
const OF_IMAGE: PrinterColumn[] = [
  {
    name: 'Repository',
    type: 'string',
    jsonPath: '.report.artifact.repository',
  },
  { name: 'Tag', type: 'string', jsonPath: '.report.artifact.tag' },
  SCANNER,
  AGE,
];

/** Trivy Operator: what is found in the images of ReplicaSets, by their name and version. */
export const trivy: SandboxModule = {
  kinds: TYPES,
  columns: {
    VulnerabilityReport: OF_IMAGE,
    ExposedSecretReport: OF_IMAGE,
    ConfigAuditReport: [SCANNER, AGE],
  },
  rbac: {
    view: [
      rule(
        GROUP,
        [
          'vulnerabilityreports',
          'clustervulnerabilityreports',
          'configauditreports',
          'clusterconfigauditreports',
          'rbacassessmentreports',
          'clusterrbacassessmentreports',
          'infraassessmentreports',
          'clusterinfraassessmentreports',
          'exposedsecretreports',
          'sbomreports',
          'clustersbomreports',
          'clustercompliancereports',
        ],
        READ,
      ),
    ],
    operate: [],
  },
  loops({ store, clock }) {
    const objects = new Objects(store);
    const kindOf = (kind: string) => new Kind<Report>(store, API, kind);
    return [
      {
        of: objects.replicaSets,
        create: ({ requeueAfter }) =>
          new TrivyOperator({
            objects,
            kinds: {
              vulnerabilities: kindOf('VulnerabilityReport'),
              checks: kindOf('ConfigAuditReport'),
              secrets: kindOf('ExposedSecretReport'),
            },
            clock,
            requeueAfter,
          }),
      },
    ];
  },
};
