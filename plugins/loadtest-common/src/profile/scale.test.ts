import { LaunchLimits, SuiteProfile } from '../types';
import { refusalOfCurve } from './limits';
import { scaledProfile } from './scale';

const SPIKE: SuiteProfile = {
  name: 'spike',
  warmUpSeconds: 10,
  curve: {
    points: [
      { at: 0, users: 5 },
      { at: 20, users: 5 },
      { at: 30, users: 50 },
      { at: 60, users: 50 },
    ],
    phases: [
      { name: 'Before', from: 0, to: 20 },
      { name: 'Peak', from: 20, to: 60 },
    ],
    durationSeconds: 60,
    peakUsers: 50,
  },
};

describe('scaledProfile', () => {
  it('changes users and times each in one ratio', () => {
    expect(
      scaledProfile(SPIKE, { peakUsers: 20, durationSeconds: 90 }),
    ).toEqual({
      name: 'spike',
      warmUpSeconds: 15,
      curve: {
        points: [
          { at: 0, users: 2 },
          { at: 30, users: 2 },
          { at: 45, users: 20 },
          { at: 90, users: 20 },
        ],
        phases: [
          { name: 'Before', from: 0, to: 30 },
          { name: 'Peak', from: 30, to: 90 },
        ],
        durationSeconds: 90,
        peakUsers: 20,
      },
    });
    expect(scaledProfile(SPIKE, {})).toBe(SPIKE);
  });
});

describe('refusalOfCurve', () => {
  const LIMITS: LaunchLimits = {
    maxUsers: 100,
    maxDurationSeconds: 600,
    where: 'dev',
    workerUsers: 80,
  };

  it.each<[number, number, Partial<LaunchLimits>, string | undefined]>([
    [50, 60, {}, undefined],
    [
      101,
      60,
      {},
      'Its peak of 101 users is more than the 100 that are allowed in dev.',
    ],
    [
      50,
      601,
      {},
      'It takes 10 min 1 s, more than the 10 min that are allowed in dev.',
    ],
    [81, 60, {}, 'Its peak of 81 users needs more workers than are allowed.'],
    [1, 1, { refused: 'No load here.' }, 'No load here.'],
  ])(
    '%i users for %i s with %j',
    (peakUsers, durationSeconds, more, refusal) => {
      expect(
        refusalOfCurve({ peakUsers, durationSeconds }, { ...LIMITS, ...more }),
      ).toBe(refusal);
    },
  );
});
