/**
 * Renders every service with the real helm and compares what the sandbox
 * installs with it. SLIPWAY_CLIENTS is the folder of helm.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { renderRelease } from '../src/platform/chart';
import { CLUSTERS } from '../src/platform/clusters';
import { RELEASE_VALUES } from '../src/platform/releaseValues';

interface Rendered {
  kind: string;
  metadata: { name: string; namespace?: string };
}

const root = resolve(__dirname, '../../..');
const helm = join(process.env.SLIPWAY_CLIENTS ?? '', 'helm');
const chart = join(root, 'infra/charts/spring-service');
const prometheusUrl = 'http://127.0.0.1:9090';
const keyOf = ({ kind, metadata }: Rendered) => `${kind} ${metadata.name}`;

function withHelm(
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

describe('objects as helm renders them', () => {
  for (const cluster of CLUSTERS) {
    for (const { name, profiles, replicas, services } of cluster.namespaces) {
      for (const values of RELEASE_VALUES) {
        if (services && !services.includes(values.service)) continue;
        it(`${values.service} in ${name} of ${cluster.name}`, () => {
          const expected = withHelm(values.service, name, {
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
          }
        });
      }
    }
  }
});
