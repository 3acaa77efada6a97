import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.mjs';

const IGNORED = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  '.git',
]);

function* filesBelow(path) {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (IGNORED.has(entry.name)) continue;
    const full = join(path, entry.name);
    if (entry.isDirectory()) yield* filesBelow(full);
    else if (entry.isFile()) yield full;
  }
}

/**
 * A hash over names and contents of files and folders (given relative to the
 * repository); what is missing counts as missing.
 * @param {string[]} paths
 * @param {(file: string) => boolean} [keep] which files count
 */
export function hashOf(paths, keep = () => true) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const full = join(ROOT, path);
    if (!existsSync(full)) {
      hash.update(`missing ${path}\n`);
      continue;
    }
    let files;
    try {
      files = [...filesBelow(full)];
    } catch {
      files = [full];
    }
    for (const file of files) {
      const name = relative(ROOT, file);
      if (!keep(name)) continue;
      hash.update(`${name}\0`);
      hash.update(readFileSync(file));
      hash.update('\0');
    }
  }
  return hash.digest('hex').slice(0, 24);
}
