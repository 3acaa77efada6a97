export {
  HELM_STATUSES,
  isInterrupted,
  readHelmHistory,
  readHelmReleases,
  recoveryOf,
} from './recovery';
export type {
  HelmRecovery,
  HelmRelease,
  HelmRevision,
  HelmStatus,
} from './recovery';
