import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../errors.ts';
import { withLock } from '../instance/lock.ts';
import { cacheDir } from '../paths.ts';
import { haveGo } from './build.ts';
import { cacheKey, missingPrograms, moduleDir, moduleText } from './cache.ts';
import { prepareChaosMesh } from './chaosMesh.ts';
import { writeCrds } from './crds.ts';
import { go } from './go.ts';
import { locustDir, locustProgram, makeLocust } from './locust.ts';
import { buildProgram } from './program.ts';
import type { Say } from './program.ts';
import { CHAOS_MESH_GROUP } from './programs.ts';

/** What can be built beside the platform. None of it is built or started unless it is asked for. */
export const ADDONS = ['chaos-mesh', 'keda', 'trivy', 'locust'] as const;

export type Addon = (typeof ADDONS)[number];

/** Add-ons that an instance can have; Locust is a program of whoever runs a load test. */
export const INSTANCE_ADDONS = ['chaos-mesh', 'keda', 'trivy'] as const;

export type InstanceAddon = (typeof INSTANCE_ADDONS)[number];

/** Add-ons of which only the kinds are kept: nothing of them runs. */
const KINDS_ONLY = {
  keda: {
    name: 'KEDA',
    goModule: 'github.com/kedacore/keda/v2',
    folder: ['config', 'crd', 'bases'],
  },
  trivy: {
    name: 'Trivy Operator',
    goModule: 'github.com/aquasecurity/trivy-operator',
    folder: ['deploy', 'helm', 'crds'],
  },
} as const;

export type KindsOnly = keyof typeof KINDS_ONLY;

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

/** Folder with the CRDs of an add-on, a file of JSON for each. */
export function kindsDir(root: string, addon: KindsOnly): string {
  const { goMod, goSum } = moduleText(root, addon);
  const key = createHash('sha256').update(goMod).update(goSum).digest('hex');
  return join(cacheDir(), `${addon}-${key.slice(0, 20)}`);
}

/** What is missing of an add-on; empty when it is built. */
export async function missingOfAddon(
  root: string,
  addon: Addon,
): Promise<string[]> {
  if (addon === 'locust') {
    return existsSync(locustProgram(root)) ? [] : ['locust'];
  }
  if (addon === 'keda' || addon === 'trivy') {
    return existsSync(kindsDir(root, addon))
      ? []
      : [`CRDs of ${KINDS_ONLY[addon].name}`];
  }
  const found = await haveGo(root);
  if ('problem' in found) return ['go'];
  const { bin, crds, manifests } = chaosMeshPaths(root, found.version);
  return [
    ...missingPrograms(bin, [CHAOS_MESH_GROUP]),
    ...(existsSync(crds) && existsSync(manifests)
      ? []
      : ['manifests of Chaos Mesh']),
  ];
}

async function buildChaosMesh(
  root: string,
  helm: string,
  say: Say,
): Promise<void> {
  const found = await haveGo(root);
  if ('problem' in found) {
    throw new ExplainedError(found.problem);
  }
  const paths = chaosMeshPaths(root, found.version);
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

async function keepKinds(root: string, addon: KindsOnly, say: Say) {
  const target = kindsDir(root, addon);
  if (existsSync(target)) {
    say(`[${addon}] CRDs: there already`);
    return;
  }
  const { goModule, folder } = KINDS_ONLY[addon];
  const { goMod } = moduleText(root, addon);
  const version = goMod.split(`${goModule} `)[1]?.split(/\s/)[0];
  const { Dir } = JSON.parse(
    await go(
      ['mod', 'download', '-json', `${goModule}@${version}`],
      moduleDir(root, addon),
    ),
  ) as { Dir: string };
  const temporary = `${target}.${process.pid}.part`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const count = writeCrds(join(Dir, ...folder), temporary);
  renameSync(temporary, target);
  say(`[${addon}] ${count} CRDs kept`);
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
      if (addons.includes('trivy')) await keepKinds(root, 'trivy', say);
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
