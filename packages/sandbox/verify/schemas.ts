import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { builtInTypes, ResourceType } from '@slipway/kube-sim';
import { goTypes } from './goTypes';
import { compactSchemas } from './compactSchemas';

/**
 * Generates the types that the sandbox's API servers hold objects against, from
 * the sources of the pinned versions:
 *
 * - custom kinds, `crds.json` of each module: the structural schemas of the
 *   CRDs;
 * - built-in kinds, `apiTypes.json` of kube-sim: the Go structs of
 *   `k8s.io/api`, because the API server decodes JSON into them and names them
 *   in its errors; which of their members are required comes from the OpenAPI
 *   document of Kubernetes.
 *
 * `node … verify/schemas.ts` writes the files, `--check` compares them and exits
 * with 1 when one is not the output. The sources are in the Go module cache
 * once the real stack has been built; without them nothing can be generated.
 */
const ROOT = resolve(__dirname, '../../..');
const BUILT_IN = join(ROOT, 'packages/kube-sim/src/store/apiTypes.json');
const MODULES = join(ROOT, 'packages/sandbox/src/modules');

const isCheck = process.argv.includes('--check');

/** A module whose source is not in the cache. */
class MissingSource extends Error {}

/** Version of a row of `versions.yaml`. */
function pinned(name: string): string {
  const rows: Array<{ name: string; version: string }> = parse(
    readFileSync(join(ROOT, 'versions.yaml'), 'utf8'),
  );
  const row = rows.find(candidate => candidate.name.startsWith(name));
  if (!row) throw new Error(`versions.yaml has no row for ${name}.`);
  return row.version;
}

/** The folder in which Go keeps the sources of modules. */
function moduleCache(): string {
  if (process.env.GOMODCACHE) return process.env.GOMODCACHE;
  return execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
}

function sourceOf(module: string, version: string, ...path: string[]): string {
  const folder = join(moduleCache(), `${module}@v${version}`, ...path);
  if (!existsSync(folder)) {
    throw new MissingSource(
      `${folder} is missing: build the real stack first.`,
    );
  }
  return folder;
}

/** `1.34.4` of Kubernetes is `0.34.4` of its libraries. */
const libraryVersion = (kubernetes: string) => kubernetes.replace(/^1\./, '0.');

/** A module of the sandbox whose kinds have CRDs, and where these are. */
interface CrdSource {
  /** Folder of the module. */
  module: string;
  /** As the version stands in `crds.json`. */
  versionOf: string;
  /** Start of the name of its row in `versions.yaml`. */
  row: string;
  /** Go module and folder in it. */
  path: [goModule: string, folder: string];
  /** Files by kind, `apiVersion/kind`. */
  files: Record<string, string>;
}

const chaosFile = (plural: string) => `chaos-mesh.org_${plural}.yaml`;

const SOURCES: CrdSource[] = [
  {
    module: 'rollouts',
    versionOf: 'argoRollouts',
    row: 'Argo Rollouts',
    path: ['github.com/argoproj/argo-rollouts', 'manifests/crds'],
    files: {
      'argoproj.io/v1alpha1/ClusterAnalysisTemplate':
        'cluster-analysis-template-crd.yaml',
      'argoproj.io/v1alpha1/AnalysisRun': 'analysis-run-crd.yaml',
      'argoproj.io/v1alpha1/AnalysisTemplate': 'analysis-template-crd.yaml',
      'argoproj.io/v1alpha1/Experiment': 'experiment-crd.yaml',
      'argoproj.io/v1alpha1/Rollout': 'rollout-crd.yaml',
    },
  },
  {
    module: 'chaos',
    versionOf: 'chaosMesh',
    row: 'Chaos Mesh',
    path: ['github.com/chaos-mesh/chaos-mesh', 'config/crd/bases'],
    files: Object.fromEntries(
      [
        'PodChaos',
        'NetworkChaos',
        'StressChaos',
        'HTTPChaos',
        'JVMChaos',
        'DNSChaos',
        'IOChaos',
        'TimeChaos',
        'KernelChaos',
        'BlockChaos',
        'AWSChaos',
        'GCPChaos',
        'AzureChaos',
        'PhysicalMachineChaos',
        'Schedule',
        'Workflow',
        'WorkflowNode',
        'StatusCheck',
      ].map(kind => [
        `chaos-mesh.org/v1alpha1/${kind}`,
        chaosFile(
          kind.endsWith('Chaos')
            ? kind.toLowerCase()
            : `${kind.toLowerCase()}s`,
        ),
      ]),
    ),
  },
  {
    module: 'keda',
    versionOf: 'keda',
    row: 'KEDA',
    path: ['github.com/kedacore/keda/v2', 'config/crd/bases'],
    files: { 'keda.sh/v1alpha1/ScaledObject': 'keda.sh_scaledobjects.yaml' },
  },
  {
    module: 'trivy',
    versionOf: 'trivyOperator',
    row: 'Trivy Operator',
    path: ['github.com/aquasecurity/trivy-operator', 'deploy/helm/crds'],
    files: Object.fromEntries(
      [
        'VulnerabilityReport',
        'ClusterVulnerabilityReport',
        'ConfigAuditReport',
        'ClusterConfigAuditReport',
        'RbacAssessmentReport',
        'ClusterRbacAssessmentReport',
        'InfraAssessmentReport',
        'ClusterInfraAssessmentReport',
        'ExposedSecretReport',
        'SbomReport',
        'ClusterSbomReport',
        'ClusterComplianceReport',
      ].map(kind => [
        `aquasecurity.github.io/v1alpha1/${kind}`,
        `aquasecurity.github.io_${kind.toLowerCase()}s.yaml`,
      ]),
    ),
  },
];

const kindKey = ({ group, version, kind }: ResourceType) =>
  `${group ? `${group}/` : ''}${version}/${kind}`;

const list = (values: unknown[]) =>
  `[\n${values.map(value => JSON.stringify(value)).join(',\n')}\n]`;
const record = (values: Record<string, unknown>) =>
  `{\n${Object.entries(values)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n')}\n}`;

/** `crds.json` of a module. */
function crdsOf({ versionOf, row, path, files }: CrdSource): string {
  const release = pinned(row);
  const versions = Object.fromEntries(
    Object.entries(files).map(([kind, name]) => {
      const file = sourceOf(path[0], release, path[1], name);
      return [kind, parse(readFileSync(file, 'utf8')).spec.versions[0]];
    }),
  );
  const custom = compactSchemas(
    Object.fromEntries(
      Object.entries(versions).map(([kind, version]) => [
        kind,
        version.schema.openAPIV3Schema,
      ]),
    ),
  );
  const scales = Object.fromEntries(
    Object.entries(versions)
      .map(([kind, version]) => [kind, version.subresources?.scale] as const)
      .filter(([, scale]) => scale),
  );
  return `{
"versions": ${JSON.stringify({ [versionOf]: release })},
"kinds": ${record(custom.kinds)},
"scales": ${record(scales)},
"schemas": ${list(custom.nodes)}
}
`;
}

/** `apiTypes.json` of kube-sim. */
function builtInKinds(): string {
  const kubernetes = pinned('Kubernetes');
  const library = (module: string) =>
    sourceOf(module, libraryVersion(kubernetes));
  const builtIn = goTypes(
    builtInTypes().map(type => [kindKey(type), type] as const),
    ['autoscaling/v1.Scale'],
    {
      api: library('k8s.io/api'),
      apimachinery: library('k8s.io/apimachinery'),
      apiextensions: library('k8s.io/apiextensions-apiserver'),
    },
    JSON.parse(
      readFileSync(
        sourceOf(
          'k8s.io/kubernetes',
          kubernetes,
          'api/openapi-spec/swagger.json',
        ),
        'utf8',
      ),
    ).definitions,
  );
  return `{
"versions": ${JSON.stringify({ kubernetes })},
"builtInKinds": ${record(builtIn.kinds)},
"structs": ${record(builtIn.structs)},
"named": ${record(builtIn.named)}
}
`;
}

/** Writes a file, or compares it. */
function finish(file: string, output: string): void {
  const name = relative(ROOT, file);
  if (isCheck) {
    const equal = existsSync(file) && readFileSync(file, 'utf8') === output;
    process.stdout.write(
      equal
        ? `${name} is what the pinned versions give.\n`
        : `${name} is not what the pinned versions give: write it again (yarn schemas).\n`,
    );
    if (!equal) process.exitCode = 1;
  } else {
    writeFileSync(file, output);
    process.stdout.write(`${name}: ${output.length} characters\n`);
  }
}

try {
  const outputs: Array<[string, string]> = [
    ...SOURCES.map((source): [string, string] => [
      join(MODULES, source.module, 'crds.json'),
      crdsOf(source),
    ]),
    [BUILT_IN, builtInKinds()],
  ];
  outputs.forEach(([file, output]) => finish(file, output));
} catch (error) {
  // Without the sources there is nothing to compare.
  if (!(error instanceof MissingSource && isCheck)) throw error;
  process.stdout.write(`${error.message}\nThere is nothing to compare.\n`);
}
