import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '@slipway/real-stack';
import { cacheDir } from '../paths.ts';
import { schemaOf } from '../schema/schemaOf.ts';
import type { ProviderSchema } from '../schema/types.ts';
import type { SimulatedProvider } from '../providers.ts';
import { hashOf } from './hash.ts';
import type { Say } from './programs.ts';

const run = promisify(execFile);
const HUGE = { maxBuffer: 64 * 1024 * 1024 };

/** How schemas are made: part of the hash, so that a change makes them again. */
const recipe = (): string[] => {
  const dir = join(import.meta.dirname, '..', 'schema');
  return readdirSync(dir)
    .filter(file => !file.includes('.test.'))
    .sort()
    .map(file => readFileSync(join(dir, file), 'utf8'));
};

/** File of a provider's schema in the cache. */
export function schemaFile(provider: SimulatedProvider): string {
  const key = hashOf([JSON.stringify(provider), ...recipe()]);
  return join(
    cacheDir(),
    'schemas',
    `${provider.name}-${provider.version}-${key}.json`,
  );
}

/** A failure of pip or tar, in their own last words. */
function explained(what: string, error: unknown): ExplainedError {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).trim().split('\n').slice(-8).join('\n');
  return new ExplainedError(`${what}:\n${lines}`);
}

/** Downloads a wheel and unpacks the bindings in it. @returns their folder `lib` */
async function fetchBindings(
  { wheel, wheelVersion }: SimulatedProvider,
  into: string,
): Promise<string> {
  try {
    await run(
      'python3',
      [
        ...['-m', 'pip', 'download', '--quiet', '--no-deps'],
        ...['--only-binary', ':all:', '--dest', into],
        `${wheel}==${wheelVersion}`,
      ],
      HUGE,
    );
    const [file] = readdirSync(into).filter(name => name.endsWith('.whl'));
    await run('python3', ['-m', 'zipfile', '-e', join(into, file), into], HUGE);
    const jsii = join(into, wheel.replaceAll('-', '_'), '_jsii');
    const [archive] = readdirSync(jsii).filter(name => name.endsWith('.tgz'));
    await run(
      'tar',
      [
        '-xzf',
        join(jsii, archive),
        '-C',
        into,
        '--wildcards',
        '*.js',
        '*/package.json',
      ],
      HUGE,
    );
  } catch (error) {
    throw explained(
      `The bindings ${wheel} ${wheelVersion} could not be fetched with pip`,
      error,
    );
  }
  return join(into, 'package');
}

/** The version of the provider that bindings were generated from. */
function versionOf(folder: string): string | undefined {
  const { cdktn } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as { cdktn?: { provider?: { version?: string } } };
  return cdktn?.provider?.version;
}

/**
 * Makes the schema of a provider from its published bindings, unless it is in
 * the cache.
 *
 * @throws ExplainedError when the bindings are not to be had, or are those of another version
 */
export async function makeSchema(
  provider: SimulatedProvider,
  say: Say,
): Promise<string> {
  const target = schemaFile(provider);
  if (existsSync(target)) {
    say(`schema of ${provider.name}: there already`);
    return target;
  }
  say(`schema of ${provider.name}: fetching ${provider.wheel} …`);
  const started = Date.now();
  mkdirSync(join(cacheDir(), 'schemas'), { recursive: true });
  const temporary = mkdtempSync(join(cacheDir(), 'wheel-'));
  try {
    const folder = await fetchBindings(provider, temporary);
    const version = versionOf(folder);
    if (version !== provider.version) {
      throw new ExplainedError(
        `${provider.wheel} ${provider.wheelVersion} has the bindings of version ${version}, not ${provider.version}.`,
      );
    }
    const schema: ProviderSchema = schemaOf(join(folder, 'lib'), kind =>
      say(`schema of ${provider.name}: ${kind} holds itself, and is left out`),
    );
    writeFileSync(`${target}.part`, JSON.stringify(schema));
    renameSync(`${target}.part`, target);
    say(
      `schema of ${provider.name}: ${
        Object.keys(schema.resource_schemas).length
      } resources, ${
        Object.keys(schema.data_source_schemas).length
      } data sources in ${Math.round((Date.now() - started) / 1_000)} s`,
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return target;
}
