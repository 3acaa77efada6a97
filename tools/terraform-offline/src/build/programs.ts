import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { ExplainedError, findGo, go, goVersionOf } from '@slipway/real-stack';
import { cacheDir } from '../paths.ts';
import { REAL_PROVIDERS } from '../providers.ts';
import { moduleDir } from '../repoRoot.ts';
import { hashOf } from './hash.ts';

export type Say = (line: string) => void;

/** A Go module below `gomods` and the programs that are built of it. */
export interface ProgramGroup {
  module: 'providers' | 'stub' | 'opentofu';
  programs: readonly {
    name: string;
    goPackage: string;
    /** Values of string variables, for `-ldflags -X`. */
    variables?: Record<string, string>;
  }[];
}

/** The providers of the local cloud. */
export const PROVIDERS: ProgramGroup = {
  module: 'providers',
  programs: REAL_PROVIDERS.map(({ name, goPackage }) => ({
    name: `terraform-provider-${name}`,
    goPackage,
  })),
};

/** The provider that stands for those of the clouds. */
export const STUB: ProgramGroup = {
  module: 'stub',
  programs: [{ name: 'terraform-provider-stub', goPackage: '.' }],
};

/** The command line that is built where there is none. */
export const OPENTOFU: ProgramGroup = {
  module: 'opentofu',
  programs: [
    {
      name: 'tofu',
      goPackage: 'github.com/opentofu/opentofu/cmd/tofu',
      variables: { 'github.com/opentofu/opentofu/version.dev': 'no' },
    },
  ],
};

const argumentsOf = (
  { goPackage, variables = {} }: ProgramGroup['programs'][number],
  output: string,
): string[] => [
  'build',
  '-trimpath',
  '-ldflags',
  [
    '-s',
    '-w',
    ...Object.entries(variables).map(([key, value]) => `-X ${key}=${value}`),
  ].join(' '),
  '-o',
  output,
  goPackage,
];

/** Looks for the Go that a module asks for. @throws ExplainedError when there is none */
async function goVersion(module: string): Promise<string> {
  const needed = goVersionOf(
    readFileSync(join(moduleDir(module), 'go.mod'), 'utf8'),
  );
  const found = await findGo(needed);
  if ('problem' in found) {
    throw new ExplainedError(
      `Providers are built with Go ${needed} or newer: install it from https://go.dev/dl and put it on PATH.`,
    );
  }
  return found.version;
}

/** Folder of a group's programs: its name changes with anything that changes them. */
export async function programsDir(group: ProgramGroup): Promise<string> {
  const dir = moduleDir(group.module);
  const sources = readdirSync(dir)
    .sort()
    .map(file => `${file}\0${readFileSync(join(dir, file), 'utf8')}`);
  const key = hashOf([
    await goVersion(group.module),
    process.platform,
    process.arch,
    ...sources,
    JSON.stringify(group.programs.map(program => argumentsOf(program, ''))),
  ]);
  return join(cacheDir(), `${group.module}-${key}`);
}

/** Which of a group's programs are not built. */
export function missingPrograms(group: ProgramGroup, dir: string): string[] {
  return group.programs
    .map(({ name }) => name)
    .filter(name => !existsSync(join(dir, name)));
}

/**
 * Builds what is missing of a group; each program under a temporary name, so
 * that an interrupted build resumes where it stopped.
 *
 * @returns folder of the programs
 * @throws ExplainedError when Go is absent or too old, or a build fails
 */
export async function buildGroup(
  group: ProgramGroup,
  say: Say,
): Promise<string> {
  const dir = await programsDir(group);
  mkdirSync(dir, { recursive: true });
  for (const program of group.programs) {
    const target = join(dir, program.name);
    if (existsSync(target)) {
      say(`${program.name}: there already`);
      continue;
    }
    const started = Date.now();
    say(`${program.name}: building …`);
    const temporary = `${target}.${process.pid}.part`;
    try {
      await go(argumentsOf(program, temporary), moduleDir(group.module));
      renameSync(temporary, target);
    } finally {
      rmSync(temporary, { force: true });
    }
    say(
      `${program.name}: built in ${Math.round(
        (Date.now() - started) / 1_000,
      )} s`,
    );
  }
  return dir;
}
