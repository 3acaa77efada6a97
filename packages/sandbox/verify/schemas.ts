import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { defaultTypes, isCustom, ResourceType } from '@slipway/kube-sim';
import { goTypes } from './goTypes';
import { compactSchemas } from './compactSchemas';

/**
 * Generates `packages/kube-sim/src/store/apiTypes.json`, the types that the sandbox's API server
 * holds objects against, from the sources of the pinned versions:
 *
 * - custom kinds: the structural schemas of the CRDs of Argo Rollouts;
 * - built-in kinds: the Go structs of `k8s.io/api`, because the API server
 *   decodes JSON into them and names them in its errors; which of their
 *   members are required comes from the OpenAPI document of Kubernetes.
 *
 * `node … verify/schemas.ts` writes the file, `--check` compares it and exits
 * with 1 when it is not the output. The sources are in the Go module cache
 * once the real stack has been built; without them nothing can be generated.
 */
const ROOT = resolve(__dirname, '../../..');
const OUTPUT = resolve(__dirname, '../../kube-sim/src/store/apiTypes.json');

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

const CRDS: Record<string, string> = {
  Rollout: 'rollout-crd.yaml',
  AnalysisRun: 'analysis-run-crd.yaml',
  AnalysisTemplate: 'analysis-template-crd.yaml',
  ClusterAnalysisTemplate: 'cluster-analysis-template-crd.yaml',
  Experiment: 'experiment-crd.yaml',
};

const kindKey = ({ group, version, kind }: ResourceType) =>
  `${group ? `${group}/` : ''}${version}/${kind}`;

function generate(): string {
  const kubernetes = pinned('Kubernetes');
  const argoRollouts = pinned('Argo Rollouts');
  const types = defaultTypes();
  const versions = Object.fromEntries(
    types.filter(isCustom).map(type => {
      const file = sourceOf(
        'github.com/argoproj/argo-rollouts',
        argoRollouts,
        'manifests/crds',
        CRDS[type.kind],
      );
      const crd = parse(readFileSync(file, 'utf8'));
      return [kindKey(type), crd.spec.versions[0]] as const;
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
  const library = (module: string) =>
    sourceOf(module, libraryVersion(kubernetes));
  const builtIn = goTypes(
    types
      .filter(type => !isCustom(type))
      .map(type => [kindKey(type), type] as const),
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
  const list = (values: unknown[]) =>
    `[\n${values.map(value => JSON.stringify(value)).join(',\n')}\n]`;
  const record = (values: Record<string, unknown>) =>
    `{\n${Object.entries(values)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n')}\n}`;
  return `{
"versions": ${JSON.stringify({ kubernetes, argoRollouts })},
"customKinds": ${record(custom.kinds)},
"customScales": ${record(scales)},
"schemas": ${list(custom.nodes)},
"builtInKinds": ${record(builtIn.kinds)},
"structs": ${record(builtIn.structs)},
"named": ${record(builtIn.named)}
}
`;
}

/** Writes the file, or compares it. */
function finish(output: string): void {
  if (isCheck) {
    const equal = existsSync(OUTPUT) && readFileSync(OUTPUT, 'utf8') === output;
    process.stdout.write(
      equal
        ? 'apiTypes.json is what the pinned versions give.\n'
        : 'apiTypes.json is not what the pinned versions give: write it again (yarn schemas).\n',
    );
    process.exitCode = equal ? 0 : 1;
  } else {
    writeFileSync(OUTPUT, output);
    process.stdout.write(`${OUTPUT}: ${output.length} characters\n`);
  }
}

/** What the sources give; undefined without them, when there is only something to compare. */
function generated(): string | undefined {
  try {
    return generate();
  } catch (error) {
    if (!(error instanceof MissingSource && isCheck)) throw error;
    process.stdout.write(`${error.message}\nThere is nothing to compare.\n`);
    return undefined;
  }
}

const output = generated();
if (output !== undefined) finish(output);
