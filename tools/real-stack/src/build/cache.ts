import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.ts';
import { GO_ENVIRONMENT, PROGRAM_GROUPS, buildArguments } from './programs.ts';
import type { ProgramGroup } from './programs.ts';
import { goVersionOf } from './go.ts';

/** Folder of a group's go.mod and go.sum. */
export function moduleDir(root: string, group: string): string {
  return join(root, 'tools', 'real-stack', 'gomods', group);
}

/** What pins a group's programs. */
export interface ModuleText {
  goMod: string;
  goSum: string;
}

/** Name of the cache folder of these groups: changes with anything that changes their programs. */
export function cacheKey(
  modules: readonly ModuleText[],
  goVersion: string,
  groups: readonly ProgramGroup[] = PROGRAM_GROUPS,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([goVersion, process.platform, process.arch]));
  hash.update(JSON.stringify(GO_ENVIRONMENT));
  for (const { goMod, goSum } of modules) {
    hash.update(goMod).update('\0').update(goSum).update('\0');
  }
  for (const group of groups) {
    for (const program of group.programs) {
      hash.update(buildArguments(program, '').join('\0'));
    }
  }
  return hash.digest('hex').slice(0, 20);
}

/** Where the programs of this checkout and this Go version are kept. */
export interface CachePaths {
  dir: string;
  bin: string;
  /** Argo Rollouts' own CRDs and roles. */
  rolloutsManifests: string;
  /** The Debian package of Prometheus, unpacked. */
  prometheusPackage: string;
}

/** go.mod and go.sum of a group. */
export function moduleText(root: string, group: string): ModuleText {
  const read = (file: string) =>
    readFileSync(join(moduleDir(root, group), file), 'utf8');
  return { goMod: read('go.mod'), goSum: read('go.sum') };
}

/** Reads the pinned modules of the checkout and names the cache folder. */
export function cachePaths(root: string, goVersion: string): CachePaths {
  const modules = PROGRAM_GROUPS.map(({ name }) => moduleText(root, name));
  const dir = join(cacheDir(), cacheKey(modules, goVersion));
  return {
    dir,
    bin: join(dir, 'bin'),
    rolloutsManifests: join(dir, 'argo-rollouts'),
    prometheusPackage: join(dir, 'prometheus'),
  };
}

/** The Go version that the pinned modules ask for. */
export function neededGo(root: string): string {
  return goVersionOf(
    readFileSync(join(moduleDir(root, 'control-plane'), 'go.mod'), 'utf8'),
  );
}

/** Programs that are not in the folder yet. */
export function missingPrograms(
  bin: string,
  groups: readonly ProgramGroup[] = PROGRAM_GROUPS,
): string[] {
  return groups
    .flatMap(group => group.programs)
    .map(program => program.name)
    .filter(name => !existsSync(join(bin, name)));
}
