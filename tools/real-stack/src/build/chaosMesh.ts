import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { ChaosMeshPaths } from './addons.ts';
import { moduleDir } from './cache.ts';
import { withPartitionBehavior, writeCrds } from './crds.ts';
import type { Manifest } from './crds.ts';
import { go } from './go.ts';

const run = promisify(execFile);

/** What an instance takes of the chart; the rest describes pods that it does not have. */
const TEMPLATES = [
  'controller-manager-rbac',
  'mutating-admission-webhooks',
  'validating-admission-webhooks',
];

/**
 * Keeps the CRDs of the pinned Chaos Mesh, and the roles and webhooks that its
 * own chart renders. With `certManager` the chart makes no certificates, so that
 * the outcome is the same every time; the instance gives its own.
 *
 * @returns the number of CRDs
 */
export async function prepareChaosMesh(
  root: string,
  helm: string,
  paths: ChaosMeshPaths,
): Promise<number> {
  const chart = join(
    await go(
      ['list', '-m', '-f', '{{.Dir}}', 'github.com/chaos-mesh/chaos-mesh'],
      moduleDir(root, 'chaos-mesh'),
    ),
    'helm',
    'chaos-mesh',
  );
  const { stdout } = await run(
    helm,
    [
      'template',
      'chaos-mesh',
      chart,
      '--namespace=chaos-mesh',
      '--set=webhook.certManager.enabled=true',
      ...TEMPLATES.map(name => `--show-only=templates/${name}.yaml`),
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const manifests = parseAllDocuments(stdout)
    .map(document => document.toJS() as Manifest | null)
    .filter(manifest => manifest !== null);
  const temporary = `${paths.crds}.${process.pid}.part`;
  for (const leftover of [temporary, paths.crds]) {
    rmSync(leftover, { recursive: true, force: true });
  }
  mkdirSync(temporary);
  const count = writeCrds(
    join(chart, 'crds'),
    temporary,
    withPartitionBehavior,
  );
  renameSync(temporary, paths.crds);
  writeFileSync(`${paths.manifests}.part`, JSON.stringify(manifests));
  renameSync(`${paths.manifests}.part`, paths.manifests);
  return count;
}
