import { InputError, isError } from '@backstage/errors';

/** Codes of SQLite that say that a file cannot be used as it is, and what that means. */
const MEANING: Record<string, string> = {
  SQLITE_NOTADB: 'is no SQLite database',
  SQLITE_CORRUPT: 'is damaged',
  SQLITE_CANTOPEN: 'cannot be opened',
  SQLITE_READONLY: 'cannot be written to',
  SQLITE_PERM: 'cannot be opened',
};

/** Codes of files whose content is damaged: only a new file helps. */
const DAMAGED = ['SQLITE_NOTADB', 'SQLITE_CORRUPT'];

/** The code of an error of SQLite without its extension, e.g. SQLITE_CANTOPEN for SQLITE_CANTOPEN_ISDIR. */
export function codeOf(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  return /^SQLITE_[A-Z]+/.exec(String(error.code))?.[0];
}

/** What is lost with the database of a plugin. */
function lossOf(pluginId: string): string {
  switch (pluginId) {
    case 'activity':
      return 'The history of actions in it is lost; the audit log is not.';
    case 'catalog':
      return 'The portal reads the catalog again from its locations; entities that were registered by hand are lost.';
    default:
      return `What plugin ${pluginId} has stored in it is lost.`;
  }
}

/** Says that the file of a plugin is damaged, and what to do. */
export function damaged(
  pluginId: string,
  file: string,
  what = MEANING.SQLITE_CORRUPT,
): InputError {
  return new InputError(
    `The database file ${file} of plugin ${pluginId} ${what}. Restore it from a backup, or move it out of the way and start again, which makes an empty one: mv '${file}' '${file}.damaged'. ${lossOf(
      pluginId,
    )}`,
  );
}

/**
 * The words for an error of SQLite that says that the file of a plugin cannot
 * be used; undefined for any other error.
 */
export function refusalFor(
  pluginId: string,
  file: string,
  error: unknown,
): InputError | undefined {
  const code = codeOf(error);
  if (code === undefined || !(code in MEANING)) return undefined;
  if (DAMAGED.includes(code)) return damaged(pluginId, file, MEANING[code]);
  return new InputError(
    `The database file ${file} of plugin ${pluginId} ${MEANING[code]}. The user that runs the portal needs to read and write the file and its folder: check their owner and mode.`,
  );
}
