import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/**
 * Everything that running Slipway leaves here: databases, logs, instances of
 * the real stack. Never in git. With SLIPWAY_STATE it is another folder.
 */
export const STATE = process.env.SLIPWAY_STATE
  ? resolve(process.env.SLIPWAY_STATE)
  : join(ROOT, '.slipway');
/** Logs; those of a part of a test run stand in a folder of its own. */
export const LOGS = join(STATE, 'logs', process.env.SLIPWAY_PART ?? '');
export const TOOLCHAIN = join(ROOT, '.toolchain');
export const REPORTS = join(ROOT, 'reports');
