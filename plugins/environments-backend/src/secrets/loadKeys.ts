import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { KeyRing } from './KeyRing';

/**
 * The configured keys; else one that is made once and kept in the folder of
 * the plugin, for development.
 */
export async function loadKeys(options: {
  encryptionKeys?: readonly string[];
  directory: string;
}): Promise<KeyRing> {
  if (options.encryptionKeys?.length) {
    return new KeyRing(options.encryptionKeys);
  }
  const path = join(options.directory, 'encryption.key');
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(KeyRing.generate());
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!isError(error) || error.code !== 'EEXIST') throw error;
  }
  return new KeyRing([(await readFile(path, 'utf8')).trim()]);
}
