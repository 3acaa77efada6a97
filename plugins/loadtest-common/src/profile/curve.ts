import { ProfileDocuments } from '../suite/document';
import { secondsOf } from '../suite/units';
import {
  Curve,
  CurvePoint,
  Phase,
  ProfileName,
  PROFILES,
  SuiteProfile,
  UserClass,
} from '../types';

/** One piece of a curve: users change evenly to `users` within `seconds`. */
interface Piece {
  phase: string;
  users: number;
  seconds: number;
}

/** Longest warm-up that a profile gets by itself, seconds. */
const WARM_UP_SECONDS = 30;

function curveOf(pieces: readonly Piece[], from = 0): Curve {
  const points: CurvePoint[] = [{ at: 0, users: from }];
  const phases: Phase[] = [];
  let at = 0;
  for (const { phase, users, seconds } of pieces) {
    const last = phases[phases.length - 1];
    if (last?.name === phase) last.to = at + seconds;
    else phases.push({ name: phase, from: at, to: at + seconds });
    at += seconds;
    points.push({ at, users });
  }
  return {
    points,
    phases: phases.filter(({ from: start, to }) => to > start),
    durationSeconds: at,
    peakUsers: Math.max(...points.map(({ users }) => users)),
  };
}

const seconds = (text: string | undefined) =>
  text === undefined ? 0 : secondsOf(text) ?? 0;

/** The shape of each profile; the documents have passed the schema. */
const PIECES: {
  [Name in ProfileName]: (
    document: NonNullable<ProfileDocuments[Name]>,
  ) => Piece[];
} = {
  load: ({ users, rampUp, hold }) => [
    { phase: 'Ramp up', users, seconds: seconds(rampUp) },
    { phase: 'Hold', users, seconds: seconds(hold) },
  ],
  endurance: ({ users, rampUp, hold }) => [
    { phase: 'Ramp up', users, seconds: seconds(rampUp) },
    { phase: 'Hold', users, seconds: seconds(hold) },
  ],
  stress: ({ start, step, steps, stepHold, stepRampUp }) =>
    Array.from({ length: steps }, (_, index) => ({
      users: start + step * index,
      phase: `Step ${index + 1}`,
    })).flatMap(({ users, phase }) => [
      { phase, users, seconds: seconds(stepRampUp) },
      { phase, users, seconds: seconds(stepHold) },
    ]),
  spike: ({ base, peak, before, rampUp, hold, after }) => [
    { phase: 'Before', users: base, seconds: 0 },
    { phase: 'Before', users: base, seconds: seconds(before) },
    { phase: 'Rush', users: peak, seconds: seconds(rampUp) },
    { phase: 'Peak', users: peak, seconds: seconds(hold) },
    { phase: 'After', users: base, seconds: 0 },
    { phase: 'After', users: base, seconds: seconds(after) },
  ],
};

/** By itself, the time until users are first where they are held, and at most {@link WARM_UP_SECONDS}. */
function warmUpOf(name: ProfileName, curve: Curve, asked?: string): number {
  if (asked !== undefined) return seconds(asked);
  if (name === 'spike' || name === 'stress') {
    return Math.min(WARM_UP_SECONDS, curve.phases[0].to / 2);
  }
  return Math.min(WARM_UP_SECONDS, curve.phases[0].to);
}

function profileOf<Name extends ProfileName>(
  name: Name,
  documents: ProfileDocuments,
): SuiteProfile[] {
  const document = documents[name];
  if (!document) return [];
  const pieces: Piece[] = PIECES[name](document);
  const curve = curveOf(pieces);
  return [
    { name, curve, warmUpSeconds: warmUpOf(name, curve, document.warmUp) },
  ];
}

/** The profiles that a suite has, with their curves, in the order of {@link PROFILES}. */
export function profilesOf(documents: ProfileDocuments): SuiteProfile[] {
  return PROFILES.flatMap(name => profileOf(name, documents));
}

/**
 * Users that a curve asks for at a time; the last value at a step, 0 after its
 * end. The prelude has the same rule (`users_at`).
 *
 * @param at - seconds since the start
 */
export function usersAt(curve: Pick<Curve, 'points'>, at: number): number {
  const { points } = curve;
  const last = points[points.length - 1];
  if (at < 0 || at > last.at) return 0;
  for (let index = points.length - 1; index > 0; index--) {
    const from = points[index - 1];
    const to = points[index];
    if (at < from.at) continue;
    if (to.at === from.at) return to.users;
    const share = Math.min(1, (at - from.at) / (to.at - from.at));
    return Math.round(from.users + (to.users - from.users) * share);
  }
  return points[0].users;
}

/** Requests per second of one user who never waits for an answer longer than the pacing. */
export function requestsPerUser(classes: readonly UserClass[]): number {
  const weights = classes.reduce((sum, { weight }) => sum + weight, 0);
  return classes.reduce(
    (sum, { weight, pacingSeconds, requestsPerTask }) =>
      sum + (weight / weights) * (requestsPerTask / pacingSeconds),
    0,
  );
}

/** Users and expected requests per second over time, for a chart: at each corner of the curve. */
export function expectedLoad(
  curve: Curve,
  classes: readonly UserClass[],
): Array<{ at: number; users: number; requestsPerSecond: number }> {
  const rate = requestsPerUser(classes);
  return curve.points.map(({ at, users }) => ({
    at,
    users,
    requestsPerSecond: users * rate,
  }));
}

/** Workers that carry a peak: at least one. */
export function workersFor(peakUsers: number, usersPerWorker: number): number {
  return Math.max(1, Math.ceil(peakUsers / usersPerWorker));
}
