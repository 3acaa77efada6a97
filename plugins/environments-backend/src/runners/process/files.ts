import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isError } from '@backstage/errors';

/** What Terraform leaves in a folder, and what is not code. */
const NOT_CODE =
  /^(\.terraform|\.git|node_modules|.*\.tfstate(\..*)?|crash\.log)$/;

/** Whether a file or folder of this name belongs to the code. */
export const isCode = (name: string) => !NOT_CODE.test(name);

/** The content of a file; undefined when there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  return (await bytesOf(path))?.toString('utf8');
}

/** As {@link textOf}, as bytes. */
export async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = await Promise.all(
    entries
      .filter(({ name }) => isCode(name))
      .map(entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesOf(path);
        return entry.isFile() ? [path] : [];
      }),
  );
  return inside.flat();
}

/** SHA-256 over the names and contents of all files of code below a folder, in hexadecimal. */
export async function hashOfCode(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await filesOf(folder)).sort()) {
    const content = await readFile(path);
    hash.update(`${relative(folder, path)}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** Writes a file that is for its owner only. */
export const writeSecret = (path: string, content: string | Buffer) =>
  writeFile(path, content, { mode: 0o600 });
