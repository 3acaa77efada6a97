import { createHash } from 'node:crypto';

/** Changes when a value does. */
export const stampOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
