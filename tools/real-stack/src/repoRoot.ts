import { join } from 'node:path';

/** Root folder of the checkout that this file belongs to. */
export const repoRoot = join(import.meta.dirname, '..', '..', '..');
