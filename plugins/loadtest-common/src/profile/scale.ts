import { Curve, SuiteProfile } from '../types';

/** How a profile of a suite is changed for one run. */
export interface ProfileScale {
  /** Users at the peak; all others change in the same ratio. */
  peakUsers?: number;
  /** Length of the whole run; each part of it changes in the same ratio. */
  durationSeconds?: number;
}

/** Shortest run that can be ordered, seconds. */
export const SHORTEST_RUN_SECONDS = 10;

const rounded = (seconds: number) => Math.round(seconds * 10) / 10;

/** A profile with another peak or another length; without either, as it is. Pure. */
export function scaledProfile(
  profile: SuiteProfile,
  { peakUsers, durationSeconds }: ProfileScale,
): SuiteProfile {
  const { curve } = profile;
  if (peakUsers === undefined && durationSeconds === undefined) return profile;
  const users = (peakUsers ?? curve.peakUsers) / curve.peakUsers;
  const time =
    (durationSeconds ?? curve.durationSeconds) / curve.durationSeconds;
  const scaled: Curve = {
    points: curve.points.map(point => ({
      at: rounded(point.at * time),
      users: Math.round(point.users * users),
    })),
    phases: curve.phases.map(({ name, from, to }) => ({
      name,
      from: rounded(from * time),
      to: rounded(to * time),
    })),
    durationSeconds: rounded(curve.durationSeconds * time),
    peakUsers: Math.round(curve.peakUsers * users),
  };
  return {
    ...profile,
    curve: scaled,
    warmUpSeconds: rounded(profile.warmUpSeconds * time),
  };
}
