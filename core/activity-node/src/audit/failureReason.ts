const FREE_SPACE =
  'The disk that holds the audit log is full. Free space on it; the portal recovers by itself.';
const PERMISSIONS =
  'The portal may not write the files of the audit log. Give it the permission; the portal recovers by itself.';
const TOO_MANY_FILES =
  'Too many files are open to write the audit log. Raise the limit of open files.';
const PATH =
  'The directory of the audit log is not a directory. Name another one.';

const REASONS: Record<string, string> = {
  EACCES: PERMISSIONS,
  EDQUOT: FREE_SPACE,
  EEXIST: PATH,
  EIO: 'The disk that holds the audit log reports errors. Look at the disk.',
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  ENOSPC: FREE_SPACE,
  ENOTDIR: PATH,
  EPERM: PERMISSIONS,
  EROFS:
    'The file system of the audit log is read-only. Make it writable; the portal recovers by itself.',
};

/** Codes that a configuration causes, and that do not pass by themselves. */
const CONFIGURED = new Set(['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS']);

/** For a disk that neither writes nor fails. */
export const SILENT_DISK =
  'The disk that holds the audit log does not answer in time. Look at the disk.';

/** For a memory that is full of lines that could not be written. */
export const TOO_MANY_WAITING =
  'Too many events wait for the audit log. Look at its disk.';

/** Why a file cannot be written, and the remedy. Goes by the code: messages hold absolute paths. */
export function failureReason(error: unknown): string {
  const code = codeOf(error);
  return (
    REASONS[code ?? ''] ??
    `The audit log cannot be written${
      code ? ` (${code})` : ''
    }. Look at its directory.`
  );
}

/** Whether only another configuration, or another owner of the directory, can help. */
export function isMisconfigured(error: unknown): boolean {
  return CONFIGURED.has(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}
