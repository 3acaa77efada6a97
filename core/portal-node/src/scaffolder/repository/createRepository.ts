import fs from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { ConflictError, InputError } from '@backstage/errors';

/** A DNS label: the name of a folder, and nothing that leads out of the folder of repositories. */
const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What the first commit of a repository is made of. */
export interface NewRepository {
  name: string;
  /** Folder with its files. */
  files: string;
  /** Entity reference of who asked for it. */
  by: string;
  /** Of the template; a task that runs again finds what it has made. */
  taskId: string;
  description: string;
}

/** Last line of the message of the first commit. */
const trailer = (taskId: string) => `Template-Task: ${taskId}`;

/** The message of the newest commit of a repository, or undefined where there is none. */
async function lastMessage(gitdir: string): Promise<string | undefined> {
  try {
    await access(gitdir);
  } catch {
    return undefined;
  }
  const [commit] = await git.log({ fs, gitdir, depth: 1 });
  return commit.commit.message;
}

/**
 * Makes a bare Git repository with one commit of the files, in a folder of
 * repositories. It is made beside and renamed: a repository that is there is
 * whole. Safe to run twice: what the same task has made is found.
 *
 * @param directory - of all repositories
 * @returns the id of the commit
 * @throws InputError when the name is no DNS label, ConflictError when somebody else has made one of this name
 */
export async function createRepository(
  directory: string,
  { name, files, by, taskId, description }: NewRepository,
): Promise<string> {
  if (!NAME.test(name)) {
    throw new InputError(
      `The name of a repository is a DNS label, not "${name}".`,
    );
  }
  const gitdir = join(directory, `${name}.git`);
  const existing = await lastMessage(gitdir);
  if (existing !== undefined) {
    if (existing.trimEnd().endsWith(trailer(taskId))) {
      return git.resolveRef({ fs, gitdir, ref: 'HEAD' });
    }
    throw new ConflictError(`There is a repository ${name} already.`);
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const part = join(directory, `.${name}.${taskId}.part`);
  await rm(part, { recursive: true, force: true });
  try {
    const at = { fs, dir: files, gitdir: part };
    await git.init({ ...at, defaultBranch: 'main' });
    await git.add({ ...at, filepath: '.' });
    const commit = await git.commit({
      ...at,
      message: `${description}\n\nRequested-by: ${by}\n${trailer(taskId)}\n`,
      author: { name: 'Slipway', email: 'slipway@localhost' },
    });
    await git.setConfig({ fs, gitdir: part, path: 'core.bare', value: true });
    // Clones take the files from the commit.
    await rm(join(part, 'index'), { force: true });
    // Fails where another task was first: a folder with files is not replaced.
    await rename(part, gitdir).catch(error => {
      if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') {
        throw new ConflictError(`There is a repository ${name} already.`);
      }
      throw error;
    });
    return commit;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}
