import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository } from './createRepository';

describe('createRepository', () => {
  let dir: string;
  let repositories: string;
  let files: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'repositories-'));
    repositories = join(dir, 'repositories');
    files = join(dir, 'files');
    mkdirSync(join(files, 'src', '.hidden'), { recursive: true });
    writeFileSync(join(files, 'src', '.hidden', 'a.txt'), 'a');
    writeFileSync(join(files, '.gitignore'), 'target/\n');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const make = (over: Partial<Parameters<typeof createRepository>[1]> = {}) =>
    createRepository(repositories, {
      name: 'invoice-service',
      files,
      by: 'user:default/olga',
      taskId: 'task-1',
      description: 'Writes invoices.',
      ...over,
    });

  it('makes a repository that git clones, with every file and who asked for it', async () => {
    const commit = await make();
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: dir, encoding: 'utf8' });
    git('clone', '--quiet', join(repositories, 'invoice-service.git'), 'clone');
    expect(readFileSync(join(dir, 'clone/src/.hidden/a.txt'), 'utf8')).toBe(
      'a',
    );
    expect(git('-C', 'clone', 'log', '--format=%H %s%n%b').trim()).toBe(
      `${commit} Writes invoices.\nRequested-by: user:default/olga\nTemplate-Task: task-1`,
    );
    expect(git('-C', 'clone', 'branch', '--show-current').trim()).toBe('main');
  });

  it('finds what the same task has made', async () => {
    const commit = await make();
    await expect(make()).resolves.toBe(commit);
  });

  it('leaves one of somebody else alone', async () => {
    const commit = await make();
    await expect(make({ taskId: 'task-2' })).rejects.toThrow(
      'There is a repository invoice-service already.',
    );
    await expect(make()).resolves.toBe(commit);
  });

  it('makes one of two that come at the same time', async () => {
    const outcomes = await Promise.allSettled([
      make({ taskId: 'task-1' }),
      make({ taskId: 'task-2' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(readdirSync(repositories)).toEqual(['invoice-service.git']);
  });

  it.each(['../outside', 'a/b', '', '.', '-x', 'A', 'a'.repeat(64)])(
    'refuses the name %j',
    async name => {
      await expect(make({ name })).rejects.toThrow('is a DNS label');
    },
  );

  it('leaves nothing when it fails', async () => {
    await expect(make({ files: join(dir, 'nothing') })).rejects.toThrow();
    expect(readdirSync(repositories)).toEqual([]);
  });
});
