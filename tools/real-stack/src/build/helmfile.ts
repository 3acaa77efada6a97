import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.ts';
import { cacheKey, moduleText } from './cache.ts';
import { findGo, goVersionOf } from './go.ts';
import { buildProgram } from './program.ts';
import type { Say } from './program.ts';
import { HELMFILE_GROUP } from './programs.ts';
import { ExplainedError } from '../errors.ts';

/** Folder with the built helmfile: apart from the platform's programs, so that neither is rebuilt for the other. */
export function helmfileDir(root: string, goVersion: string): string {
  const key = cacheKey([moduleText(root, HELMFILE_GROUP.name)], goVersion, [
    HELMFILE_GROUP,
  ]);
  return join(cacheDir(), `${HELMFILE_GROUP.name}-${key}`);
}

/** Path of `helmfile`; it exists once it is built. */
export function helmfileProgram(root: string, goVersion: string): string {
  return join(helmfileDir(root, goVersion), 'helmfile');
}

/** The pinned module asks for a newer Go than the platform does. */
async function versionOfGo(root: string): Promise<string> {
  const found = await findGo(
    goVersionOf(moduleText(root, HELMFILE_GROUP.name).goMod),
  );
  if ('problem' in found) throw new ExplainedError(found.problem);
  return found.version;
}

/**
 * Builds helmfile, unless it is there.
 *
 * @throws ExplainedError when Go is absent or too old, or the build fails
 */
export async function buildHelmfile(root: string, say: Say): Promise<void> {
  const dir = helmfileDir(root, await versionOfGo(root));
  if (existsSync(join(dir, 'helmfile'))) {
    say('[helmfile] there already');
    return;
  }
  mkdirSync(dir, { recursive: true });
  for (const program of HELMFILE_GROUP.programs) {
    await buildProgram(
      root,
      HELMFILE_GROUP.name,
      program,
      dir,
      `[helmfile] ${program.name}`,
      say,
    );
  }
}
