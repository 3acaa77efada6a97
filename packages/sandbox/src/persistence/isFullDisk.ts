/** True for an error by which the system says that there is no space, or that the quota is used up. */
export function isFullDisk(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  );
}
