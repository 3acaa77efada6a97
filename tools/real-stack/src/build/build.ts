import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ExplainedError } from '../errors.ts';
import { withLock } from '../instance/lock.ts';
import { cachePaths, missingPrograms, moduleDir, neededGo } from './cache.ts';
import type { CachePaths } from './cache.ts';
import { findGo, go } from './go.ts';
import type { GoFound } from './go.ts';
import { buildProgram } from './program.ts';
import type { Say } from './program.ts';
import { PROGRAM_GROUPS } from './programs.ts';
import { findPrometheus, unpackPrometheus } from './prometheus.ts';
import type { PrometheusPrograms } from './prometheus.ts';

export type { Say } from './program.ts';

/** Every program that an instance needs. */
export interface Binaries {
  cache: CachePaths;
  bin: string;
  prometheus: PrometheusPrograms;
}

/** Looks for a Go that can build the pinned modules. */
export function haveGo(root: string): Promise<GoFound> {
  return findGo(neededGo(root));
}

/** The programs, or what is missing of them. */
export async function binaries(
  root: string,
): Promise<Binaries | { missing: string[]; problem?: string }> {
  const found = await haveGo(root);
  if ('problem' in found) {
    return { missing: ['go'], problem: found.problem };
  }
  const cache = cachePaths(root, found.version);
  const missing = missingPrograms(cache.bin);
  const prometheus = findPrometheus(cache.prometheusPackage);
  if (!existsSync(cache.rolloutsManifests)) {
    missing.push('argo-rollouts manifests');
  }
  if (missing.length || !prometheus) {
    return { missing: prometheus ? missing : [...missing, 'prometheus'] };
  }
  return { cache, bin: cache.bin, prometheus };
}

/** True when nothing has to be built before an instance can start. */
export async function isBuilt(root: string): Promise<boolean> {
  return !('missing' in (await binaries(root)));
}

async function copyRolloutsManifests(
  root: string,
  cache: CachePaths,
): Promise<void> {
  if (existsSync(cache.rolloutsManifests)) {
    return;
  }
  const dir = await go(
    ['list', '-m', '-f', '{{.Dir}}', 'github.com/argoproj/argo-rollouts'],
    moduleDir(root, 'control-plane'),
  );
  const temporary = `${cache.rolloutsManifests}.${process.pid}.part`;
  rmSync(temporary, { recursive: true, force: true });
  for (const folder of ['crds', 'role', 'base', 'cluster-install']) {
    cpSync(join(dir, 'manifests', folder), join(temporary, folder), {
      recursive: true,
    });
  }
  renameSync(temporary, cache.rolloutsManifests);
}

/**
 * Builds what is missing, one program at a time.
 *
 * @param only - names of programs; all when empty
 * @throws ExplainedError when Go is absent or too old, or a build fails
 */
export async function build(
  root: string,
  only: readonly string[],
  say: Say,
): Promise<void> {
  const found = await haveGo(root);
  if ('problem' in found) {
    throw new ExplainedError(found.problem);
  }
  const cache = cachePaths(root, found.version);
  mkdirSync(cache.bin, { recursive: true });
  const all = PROGRAM_GROUPS.flatMap(group =>
    group.programs.map(program => ({ group: group.name, program })),
  );
  const names = all.map(({ program }) => program.name);
  const unknown = only.filter(name => ![...names, 'prometheus'].includes(name));
  if (unknown.length) {
    throw new ExplainedError(
      `Unknown program ${unknown.join(', ')}: choose from ${names.join(
        ', ',
      )}, prometheus.`,
    );
  }
  const wanted = (name: string) => only.length === 0 || only.includes(name);
  await withLock(
    join(cache.dir, 'build.lock'),
    async () => {
      for (const [index, { group, program }] of all.entries()) {
        const label = `[${index + 1}/${all.length}] ${program.name}`;
        if (!wanted(program.name)) {
          continue;
        }
        await buildProgram(root, group, program, cache.bin, label, say);
      }
      if (only.length === 0) {
        await copyRolloutsManifests(root, cache);
      }
      if (wanted('prometheus')) {
        if (!findPrometheus(cache.prometheusPackage)) {
          say('prometheus: unpacking the Debian package …');
          await unpackPrometheus(cache.prometheusPackage);
        }
        say(
          `prometheus: from ${findPrometheus(cache.prometheusPackage)?.from}`,
        );
      }
    },
    3_600_000,
  );
}
