import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.ts';
import { moduleDir, moduleText } from './cache.ts';
import { writeCrds } from './crds.ts';
import { go } from './go.ts';
import type { Say } from './program.ts';

/** Add-ons of which the kinds alone can be kept: nothing of them runs. */
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

/** Name of an add-on for its users. */
export const nameOf = (addon: KindsOnly): string => KINDS_ONLY[addon].name;

/** Folder with the CRDs of an add-on, a file of JSON for each. */
export function kindsDir(root: string, addon: KindsOnly): string {
  const { goMod, goSum } = moduleText(root, addon);
  const key = createHash('sha256').update(goMod).update(goSum).digest('hex');
  return join(cacheDir(), `${addon}-${key.slice(0, 20)}`);
}

/** Folder of a Go module's source in Go's module cache, in the version that one of our modules pins. */
export async function sourceOf(
  root: string,
  group: string,
  goModule: string,
): Promise<string> {
  const { goMod } = moduleText(root, group);
  const version = goMod.split(`${goModule} `)[1]?.split(/\s/)[0];
  const { Dir } = JSON.parse(
    await go(
      ['mod', 'download', '-json', `${goModule}@${version}`],
      moduleDir(root, group),
    ),
  ) as { Dir: string };
  return Dir;
}

/** Keeps the CRDs of an add-on, unless they are there. */
export async function keepKinds(
  root: string,
  addon: KindsOnly,
  say: Say,
): Promise<void> {
  const target = kindsDir(root, addon);
  if (existsSync(target)) {
    say(`[${addon}] CRDs: there already`);
    return;
  }
  const { goModule, folder } = KINDS_ONLY[addon];
  const source = await sourceOf(root, addon, goModule);
  const temporary = `${target}.${process.pid}.part`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const count = writeCrds(join(source, ...folder), temporary);
  renameSync(temporary, target);
  say(`[${addon}] ${count} CRDs kept`);
}
