export { isUnderWay, releaseStartedAt, runningRelease } from './runningRelease';
