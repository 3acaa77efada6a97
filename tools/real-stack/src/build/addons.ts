import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../errors.ts';
import { withLock } from '../instance/lock.ts';
import { cacheDir } from '../paths.ts';
import { haveGo } from './build.ts';
import { cacheKey, missingPrograms, moduleDir, moduleText } from './cache.ts';
import { prepareChaosMesh } from './chaosMesh.ts';
import { buildHelmfile, helmfileProgram } from './helmfile.ts';
import {
  JAVA_SERVERS,
  isJavaServer,
  javaDir,
  javaProgram,
  makeJavaServer,
} from './java.ts';
import { buildKeda, kedaPaths } from './keda.ts';
import { keepKinds, kindsDir, nameOf } from './kinds.ts';
import { locustDir, locustProgram, makeLocust } from './locust.ts';
import { buildProgram } from './program.ts';
import type { Say } from './program.ts';
import { CHAOS_MESH_GROUP, KEDA_GROUP } from './programs.ts';

/** What can be built beside the platform. None of it is built or started unless it is asked for. */
export const ADDONS = [
  'chaos-mesh',
  'keda',
  'keda-operator',
  'trivy',
  'locust',
  'helmfile',
  ...JAVA_SERVERS,
] as const;

export type Addon = (typeof ADDONS)[number];

/** Add-ons that an instance can have; the others are programs of whoever runs them. */
export const INSTANCE_ADDONS = [
  'chaos-mesh',
  'keda',
  'keda-operator',
  'trivy',
] as const;

export type InstanceAddon = (typeof INSTANCE_ADDONS)[number];

/** Raise it when what is kept of Chaos Mesh is made in another way. */
const CHAOS_MESH_RECIPE = '1';

/**
 * The add-ons that `--with` names.
 *
 * @throws ExplainedError for a name that is none of `known`
 */
export function wantedAddons<T extends Addon>(
  option: string | undefined,
  known: readonly T[],
): T[] {
  const names = (option ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
  const unknown = names.filter(name => !known.some(one => one === name));
  if (unknown.length) {
    throw new ExplainedError(
      `Unknown add-on ${unknown.join(', ')}: choose from ${known.join(', ')}.`,
    );
  }
  return known.filter(one => names.includes(one));
}

/** Where what is built of Chaos Mesh is kept. */
export interface ChaosMeshPaths {
  dir: string;
  bin: string;
  /** A file of JSON for each CRD. */
  crds: string;
  /** Roles and webhooks as the chart renders them, a list of JSON. */
  manifests: string;
}

/** Names the cache folder of Chaos Mesh: apart from the platform's, so that neither is rebuilt for the other. */
export function chaosMeshPaths(
  root: string,
  goVersion: string,
): ChaosMeshPaths {
  const own = readFileSync(
    join(moduleDir(root, 'chaos-mesh'), 'daemon', 'main.go'),
    'utf8',
  );
  const key = cacheKey(
    [moduleText(root, 'chaos-mesh'), { goMod: own, goSum: CHAOS_MESH_RECIPE }],
    goVersion,
    [CHAOS_MESH_GROUP],
  );
  const dir = join(cacheDir(), `chaos-mesh-${key}`);
  return {
    dir,
    bin: join(dir, 'bin'),
    crds: join(dir, 'crds'),
    manifests: join(dir, 'manifests.json'),
  };
}

/** What is missing of an add-on; empty when it is built. */
export async function missingOfAddon(
  root: string,
  addon: Addon,
): Promise<string[]> {
  if (addon === 'locust') {
    return existsSync(locustProgram(root)) ? [] : ['locust'];
  }
  if (isJavaServer(addon)) {
    return existsSync(javaProgram(root, addon)) ? [] : [addon];
  }
  if (addon === 'keda' || addon === 'trivy') {
    return existsSync(kindsDir(root, addon))
      ? []
      : [`CRDs of ${nameOf(addon)}`];
  }
  const found = await haveGo(root);
  if ('problem' in found) return ['go'];
  if (addon === 'helmfile') {
    return existsSync(helmfileProgram(root, found.version)) ? [] : ['helmfile'];
  }
  if (addon === 'keda-operator') {
    const keda = kedaPaths(root, found.version);
    return [
      ...missingPrograms(keda.bin, [KEDA_GROUP]),
      ...(existsSync(keda.manifests) && existsSync(kindsDir(root, 'keda'))
        ? []
        : ['manifests of KEDA']),
    ];
  }
  const { bin, crds, manifests } = chaosMeshPaths(root, found.version);
  return [
    ...missingPrograms(bin, [CHAOS_MESH_GROUP]),
    ...(existsSync(crds) && existsSync(manifests)
      ? []
      : ['manifests of Chaos Mesh']),
  ];
}

/** @throws ExplainedError when Go is absent or too old */
async function versionOfGo(root: string): Promise<string> {
  const found = await haveGo(root);
  if ('problem' in found) {
    throw new ExplainedError(found.problem);
  }
  return found.version;
}

async function buildChaosMesh(
  root: string,
  helm: string,
  say: Say,
): Promise<void> {
  const paths = chaosMeshPaths(root, await versionOfGo(root));
  mkdirSync(paths.bin, { recursive: true });
  for (const program of CHAOS_MESH_GROUP.programs) {
    await buildProgram(
      root,
      'chaos-mesh',
      program,
      paths.bin,
      `[chaos-mesh] ${program.name}`,
      say,
    );
  }
  if (!existsSync(paths.crds) || !existsSync(paths.manifests)) {
    const count = await prepareChaosMesh(root, helm, paths);
    say(`[chaos-mesh] ${count} CRDs, roles and webhooks kept`);
  }
}

/**
 * Builds add-ons, each into a folder of its own in the cache; what is there stays.
 *
 * @param helm - path of the platform's helm, which must be built
 * @throws ExplainedError when something that it needs is absent, or a build fails
 */
export async function buildAddons(
  root: string,
  addons: readonly Addon[],
  helm: string,
  say: Say,
): Promise<void> {
  if (addons.length === 0) return;
  mkdirSync(cacheDir(), { recursive: true });
  await withLock(
    join(cacheDir(), 'addons.lock'),
    async () => {
      if (addons.includes('chaos-mesh')) await buildChaosMesh(root, helm, say);
      if (addons.includes('keda')) await keepKinds(root, 'keda', say);
      if (addons.includes('keda-operator')) {
        await buildKeda(root, await versionOfGo(root), say);
      }
      if (addons.includes('trivy')) await keepKinds(root, 'trivy', say);
      if (addons.includes('helmfile')) await buildHelmfile(root, say);
      for (const name of JAVA_SERVERS.filter(one => addons.includes(one))) {
        if (existsSync(javaProgram(root, name))) say(`[${name}] there already`);
        else {
          await makeJavaServer(root, name);
          say(`[${name}] in ${javaDir(root, name)}`);
        }
      }
      if (addons.includes('locust')) {
        if (existsSync(locustProgram(root))) say('[locust] there already');
        else {
          await makeLocust(root);
          say(`[locust] in ${locustDir(root)}`);
        }
      }
    },
    3_600_000,
  );
}
