import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.ts';
import { GO_ENVIRONMENT, PROGRAM_GROUPS, buildArguments } from './programs.ts';
import { goVersionOf } from './go.ts';

/** Folder of a group's go.mod and go.sum. */
export function moduleDir(root: string, group: string): string {
  return join(root, 'tools', 'real-stack', 'gomods', group);
}

/** Name of the cache folder: changes with anything that changes the programs. */
export function cacheKey(
  modules: ReadonlyArray<{ goMod: string; goSum: string }>,
  goVersion: string,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([goVersion, process.platform, process.arch]));
  hash.update(JSON.stringify(GO_ENVIRONMENT));
  for (const { goMod, goSum } of modules) {
    hash.update(goMod).update('\0').update(goSum).update('\0');
  }
  for (const group of PROGRAM_GROUPS) {
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

/** Reads the pinned modules of the checkout and names the cache folder. */
export function cachePaths(root: string, goVersion: string): CachePaths {
  const modules = PROGRAM_GROUPS.map(({ name }) => ({
    goMod: readFileSync(join(moduleDir(root, name), 'go.mod'), 'utf8'),
    goSum: readFileSync(join(moduleDir(root, name), 'go.sum'), 'utf8'),
  }));
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

/** Programs that are not in the cache yet. */
export function missingPrograms(paths: CachePaths): string[] {
  return PROGRAM_GROUPS.flatMap(group => group.programs)
    .map(program => program.name)
    .filter(name => !existsSync(join(paths.bin, name)));
}
