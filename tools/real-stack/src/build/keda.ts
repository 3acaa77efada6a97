import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { cacheDir } from '../paths.ts';
import { cacheKey, moduleText } from './cache.ts';
import type { Manifest } from './crds.ts';
import { keepKinds, sourceOf } from './kinds.ts';
import { buildProgram } from './program.ts';
import type { Say } from './program.ts';
import { KEDA_GROUP } from './programs.ts';

const KEDA = 'github.com/kedacore/keda/v2';

/** Raise it when what is kept of KEDA's manifests is made in another way. */
const RECIPE = '1';

/** What an instance takes of KEDA's own `config`; the rest describes pods that it does not have. */
const MANIFESTS = [
  'service_account/service_account.yaml',
  'rbac/role.yaml',
  'rbac/role_binding.yaml',
  'metrics-server/role.yaml',
  'metrics-server/role_binding.yaml',
  'metrics-server/api_service.yaml',
  'webhooks/validation_webhooks.yaml',
];

/** Where what is built of KEDA's operator is kept. */
export interface KedaPaths {
  dir: string;
  bin: string;
  /** Roles, webhooks and the API of the adapter, as KEDA's `config` has them: a list of JSON. */
  manifests: string;
}

/** Names the cache folder of the operator: apart from the CRDs, which need no build. */
export function kedaPaths(root: string, goVersion: string): KedaPaths {
  const key = cacheKey(
    [moduleText(root, KEDA_GROUP.name), { goMod: RECIPE, goSum: '' }],
    goVersion,
    [KEDA_GROUP],
  );
  const dir = join(cacheDir(), `${KEDA_GROUP.name}-${key}`);
  return { dir, bin: join(dir, 'bin'), manifests: join(dir, 'manifests.json') };
}

/** Builds KEDA's programs and keeps the manifests that they need; what is there stays. */
export async function buildKeda(
  root: string,
  goVersion: string,
  say: Say,
): Promise<void> {
  await keepKinds(root, 'keda', say);
  const paths = kedaPaths(root, goVersion);
  mkdirSync(paths.bin, { recursive: true });
  for (const program of KEDA_GROUP.programs) {
    await buildProgram(
      root,
      KEDA_GROUP.name,
      program,
      paths.bin,
      `[keda-operator] ${program.name}`,
      say,
    );
  }
  if (existsSync(paths.manifests)) return;
  const source = await sourceOf(root, KEDA_GROUP.name, KEDA);
  const manifests = MANIFESTS.flatMap(file =>
    parseAllDocuments(readFileSync(join(source, 'config', file), 'utf8'))
      .map(document => document.toJS() as Manifest | null)
      .filter(manifest => manifest !== null),
  );
  writeFileSync(`${paths.manifests}.part`, JSON.stringify(manifests));
  renameSync(`${paths.manifests}.part`, paths.manifests);
  say(`[keda-operator] ${manifests.length} roles and webhooks kept`);
}
