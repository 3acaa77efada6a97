/**
 * Renders every service with the real helm and compares what the sandbox
 * installs with it. Usage: `chart.ts PATH_OF_HELM [REPOSITORY]`
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { renderRelease } from '../src/platform/chart';
import { CLUSTERS } from '../src/platform/clusters';
import { RELEASE_VALUES } from '../src/platform/releaseValues';

interface Rendered {
  kind: string;
  metadata: { name: string; namespace?: string };
}

const root = resolve(process.argv[3] ?? '.');
const chart = join(root, 'infra/charts/spring-service');
const prometheusUrl = 'http://127.0.0.1:9090';
const keyOf = ({ kind, metadata }: Rendered) => `${kind} ${metadata.name}`;

function withHelm(
  helm: string,
  service: string,
  namespace: string,
  set: Record<string, string>,
): Map<string, Rendered> {
  const text = execFileSync(
    helm,
    [
      'template',
      service,
      chart,
      '--namespace',
      namespace,
      '--values',
      join(chart, 'values', `${service}.yaml`),
      '--values',
      join(root, 'tools/real-stack/manifests/chart-values.yaml'),
      ...Object.entries(set).flatMap(([key, value]) => [
        '--set',
        `${key}=${value}`,
      ]),
    ],
    { encoding: 'utf8' },
  );
  const objects = parseAllDocuments(text).map(
    document => document.toJS() as Rendered,
  );
  return new Map(objects.map(object => [keyOf(object), object]));
}

function main(): void {
  const helm = process.argv[2];
  if (!helm) throw new Error('Give the path of helm.');
  let compared = 0;
  for (const { namespaces } of CLUSTERS) {
    for (const { name, profiles, replicas, services } of namespaces) {
      for (const values of RELEASE_VALUES) {
        if (services && !services.includes(values.service)) continue;
        const expected = withHelm(helm, values.service, name, {
          'analysis.prometheus': prometheusUrl,
          'spring.profiles': profiles,
          ...(replicas ? { replicas: String(replicas) } : {}),
        });
        const made = renderRelease(values, {
          namespace: name,
          profiles,
          replicas,
          prometheusUrl,
        });
        assert.deepEqual(
          made.map(object => keyOf(object as Rendered)).sort(),
          [...expected.keys()].sort(),
        );
        for (const object of made) {
          const { namespace: _, ...metadata } = object.metadata;
          assert.deepEqual(
            { ...object, metadata },
            expected.get(keyOf(object as Rendered)),
          );
          compared += 1;
        }
      }
    }
  }
  process.stdout.write(`ok  ${compared} objects are as helm renders them\n`);
}

main();
