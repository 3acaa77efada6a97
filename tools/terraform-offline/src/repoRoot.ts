import { join } from 'node:path';

/** Root folder of the checkout that this file belongs to. */
export const repoRoot = join(import.meta.dirname, '..', '..', '..');

/** Folder of a Go module of this tool. */
export const moduleDir = (name: string): string =>
  join(repoRoot, 'tools', 'terraform-offline', 'gomods', name);
