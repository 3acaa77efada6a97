import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '@slipway/real-stack';
import { checkovProgram, makeCheckov } from './build/checkov.ts';
import { makeMirror, mirrorFor, typesUsed } from './build/mirror.ts';
import type { Mirror } from './build/mirror.ts';
import {
  OPENTOFU,
  PROVIDERS,
  STUB,
  buildGroup,
  missingPrograms,
  programsDir,
} from './build/programs.ts';
import type { Say } from './build/programs.ts';
import { makeSchema, schemaFile } from './build/schemas.ts';
import { cacheDir } from './paths.ts';
import { SIMULATED_PROVIDERS } from './providers.ts';
import { repoRoot } from './repoRoot.ts';

/** What can be prepared beside the providers of the local cloud. */
export const EXTRAS = ['clouds', 'tofu', 'checkov'] as const;
export type Extra = (typeof EXTRAS)[number];

/** What is there. A path is undefined where it is not prepared. */
export interface Prepared {
  /** The command line to use: terraform or tofu on PATH, else the tofu that was built. */
  terraform?: string;
  /** OpenTofu, on PATH or built. */
  tofu?: string;
  /** Mirror with the real providers of the local cloud. */
  local?: Mirror;
  /** The same, with simulated providers of the clouds. */
  clouds?: Mirror;
  /** checkov, in a Python environment of its own. */
  checkov?: string;
}

/** Path of a program on PATH that answers `version`, or nothing. */
function onPath(name: string): string | undefined {
  try {
    execFileSync(name, ['version'], {
      stdio: 'ignore',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    return name;
  } catch {
    return undefined;
  }
}

/** The folder whose code says which types of the clouds are used. */
const infraDir = () => join(repoRoot, 'infra', 'terraform');

async function cloudParts() {
  return {
    real: await programsDir(PROVIDERS),
    simulated: {
      stub: join(await programsDir(STUB), STUB.programs[0].name),
      schemas: SIMULATED_PROVIDERS.map(provider => ({
        provider,
        file: schemaFile(provider),
      })),
      types: typesUsed(infraDir()),
    },
  };
}

const ifMade = (mirror: Mirror) =>
  existsSync(mirror.cliConfig) ? mirror : undefined;

/** Says what is prepared, and prepares nothing. */
export async function prepared(): Promise<Prepared> {
  const built = await programsDir(OPENTOFU);
  const tofu =
    onPath('tofu') ??
    (missingPrograms(OPENTOFU, built).length ? undefined : join(built, 'tofu'));
  const real = await programsDir(PROVIDERS);
  return {
    terraform: process.env.SLIPWAY_TERRAFORM ?? onPath('terraform') ?? tofu,
    tofu,
    local: ifMade(mirrorFor({ real })),
    clouds: ifMade(mirrorFor(await cloudParts())),
    checkov: existsSync(checkovProgram()) ? checkovProgram() : undefined,
  };
}

/**
 * Builds and fetches what is missing: a command line where there is none, the
 * providers of the local cloud, and the extras that are named. What is there
 * stays.
 *
 * @throws ExplainedError when Go, Python or a package is not to be had
 */
export async function prepare(
  extras: readonly Extra[],
  say: Say,
): Promise<Prepared> {
  mkdirSync(cacheDir(), { recursive: true });
  await withLock(
    join(cacheDir(), 'build.lock'),
    async () => {
      const { terraform, tofu } = await prepared();
      if (!terraform || (extras.includes('tofu') && !tofu)) {
        await buildGroup(OPENTOFU, say);
      }
      const real = await buildGroup(PROVIDERS, say);
      makeMirror({ real });
      if (extras.includes('checkov') && !existsSync(checkovProgram())) {
        say('checkov: installing …');
        await makeCheckov();
      }
      if (!extras.includes('clouds')) return;
      await buildGroup(STUB, say);
      for (const provider of SIMULATED_PROVIDERS) {
        await makeSchema(provider, say);
      }
      makeMirror(await cloudParts());
    },
    3_600_000,
  );
  return prepared();
}
