import { durationInWords } from '../suite/units';
import { Curve, LaunchLimits } from '../types';

/** Which rule of an environment a curve breaks, one sentence; undefined when none. Pure. */
export function refusalOfCurve(
  curve: Pick<Curve, 'peakUsers' | 'durationSeconds'>,
  limits: LaunchLimits,
): string | undefined {
  const { maxUsers, maxDurationSeconds, where, workerUsers } = limits;
  if (limits.refused !== undefined) return limits.refused;
  if (curve.peakUsers > maxUsers) {
    return `Its peak of ${curve.peakUsers} users is more than the ${maxUsers} that are allowed in ${where}.`;
  }
  if (curve.durationSeconds > maxDurationSeconds) {
    return `It takes ${durationInWords(
      curve.durationSeconds,
    )}, more than the ${durationInWords(
      maxDurationSeconds,
    )} that are allowed in ${where}.`;
  }
  return curve.peakUsers > workerUsers
    ? `Its peak of ${curve.peakUsers} users needs more workers than are allowed.`
    : undefined;
}
