/** The platform by the real helmfile, with charts that show what values they get. Full lane. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { objectsOf } from '../helm.mjs';
import { PLATFORM, RELEASES, platformValues } from '../platform-values.mjs';

const CLUSTER = {
  clusterName: 'gke-prod',
  kms: {
    gcp: {
      project: 'acme',
      region: 'europe-west1',
      keyRing: 'r',
      cryptoKey: 'k',
    },
    aws: { region: 'eu-west-1', keyId: 'key' },
    azure: { tenantId: 't', vaultName: 'v', keyName: 'k' },
  },
};

describe('the platform by helmfile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-charts-'));
  const charts = join(folder, 'charts');

  before(() => {
    for (const release of RELEASES) {
      mkdirSync(join(charts, release, 'templates'), { recursive: true });
      writeFileSync(
        join(charts, release, 'Chart.yaml'),
        stringify({ apiVersion: 'v2', name: release, version: '0.0.1' }),
      );
      writeFileSync(
        join(charts, release, 'templates/values.yaml'),
        'kind: Shown\nmetadata: { name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }\nvalues: {{ toJson .Values }}\n',
      );
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  const helmfile = (environment, extra, ...args) => {
    const file = join(folder, 'cluster.yaml');
    writeFileSync(file, stringify({ ...CLUSTER, ...extra, charts }));
    return execFileSync(
      process.env.SLIPWAY_HELMFILE,
      [
        '--no-color',
        '--file',
        join(PLATFORM, 'helmfile.yaml.gotmpl'),
        '--environment',
        environment,
        '--state-values-file',
        file,
        ...args,
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 64 * 1024 * 1024,
        env: {
          PATH: [process.env.SLIPWAY_CLIENTS, process.env.PATH].join(delimiter),
          HOME: folder,
          HELMFILE_UPGRADE_NOTICE_DISABLED: 'true',
        },
      },
    );
  };
  const shown = text => objectsOf(text).filter(({ kind }) => kind === 'Shown');

  for (const [environment, cloud] of [
    ['dev', 'gcp'],
    ['stage', 'aws'],
    ['prod', 'azure'],
  ]) {
    it(`${environment} on ${cloud}: every release gets the values that the default lane looks at`, () => {
      const expected = platformValues(environment, { ...CLUSTER, cloud });
      const found = shown(helmfile(environment, { cloud }, 'template'));
      assert.deepEqual(
        found.map(({ metadata }) => metadata.name).sort(),
        RELEASES.filter(name => name !== 'platform').sort(),
      );
      for (const { metadata, values } of found) {
        assert.deepEqual(values, expected[metadata.name], metadata.name);
      }
    });
  }

  it('renders the namespaces with our own chart', () => {
    const names = objectsOf(
      helmfile('prod', {}, '--selector', 'name=platform', 'template'),
    )
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.name);
    assert.ok(names.includes('slipway-environments'));
  });

  it('lints', () => {
    helmfile('prod', {}, '--selector', 'name=platform', 'lint');
  });

  it('leaves out what is skipped, and what needs it stays', () => {
    const names = shown(
      helmfile('dev', { skip: ['sonarqube', 'vault'] }, 'template'),
    ).map(({ metadata }) => metadata.name);
    assert.ok(!names.includes('sonarqube') && !names.includes('vault'));
    assert.ok(names.includes('jenkins'));
  });
});
