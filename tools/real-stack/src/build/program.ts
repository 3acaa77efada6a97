import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { moduleDir } from './cache.ts';
import { go } from './go.ts';
import { buildArguments } from './programs.ts';
import type { Program, ProgramGroup } from './programs.ts';

export type Say = (line: string) => void;

/**
 * Builds one program into `bin`, unless it is there. It is built under a
 * temporary name and renamed, so that an interrupted build resumes where it
 * stopped.
 *
 * @param label - how progress names it
 * @throws ExplainedError when the build fails
 */
export async function buildProgram(
  root: string,
  group: ProgramGroup['name'],
  program: Program,
  bin: string,
  label: string,
  say: Say,
): Promise<void> {
  const target = join(bin, program.name);
  if (existsSync(target)) {
    say(`${label}: there already`);
    return;
  }
  say(`${label}: building …`);
  const started = Date.now();
  const temporary = `${target}.${process.pid}.part`;
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  const progress = setInterval(
    () => say(`${label}: still building, ${seconds()} s`),
    30_000,
  );
  try {
    await go(buildArguments(program, temporary), moduleDir(root, group));
    renameSync(temporary, target);
  } finally {
    clearInterval(progress);
    rmSync(temporary, { force: true });
  }
  say(`${label}: built in ${seconds()} s`);
}
