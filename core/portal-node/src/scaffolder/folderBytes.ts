import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** An empty file costs something too. */
const BYTES_PER_ENTRY = 512;

/** How many bytes a folder holds; stops counting above the limit. What vanishes meanwhile counts nothing. */
export async function folderBytes(
  folder: string,
  limit: number,
): Promise<number> {
  let bytes = 0;
  const folders = [folder];
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    const entries = await readdir(path, { withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      const child = join(path, entry.name);
      bytes += BYTES_PER_ENTRY;
      if (entry.isDirectory()) folders.push(child);
      else
        bytes += await lstat(child).then(
          ({ size }) => size,
          () => 0,
        );
      if (bytes > limit) return bytes;
    }
  }
  return bytes;
}
