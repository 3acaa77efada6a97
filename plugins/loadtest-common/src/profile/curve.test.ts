import fc from 'fast-check';
import { profilesOf, requestsPerUser, usersAt, workersFor } from './curve';

const SPIKE = {
  base: 10,
  peak: 60,
  before: '30s',
  rampUp: '5s',
  hold: '1m',
  after: '30s',
};

describe('curves', () => {
  it.each([
    [0, 10],
    [29, 10],
    [32.5, 35],
    [35, 60],
    [94, 60],
    [95, 10],
    [125, 10],
    [125.1, 0],
    [-1, 0],
  ])('a spike has at %d s %d users', (at, users) => {
    const [{ curve }] = profilesOf({ spike: SPIKE });
    expect(usersAt(curve, at)).toBe(users);
    expect(curve).toMatchObject({ peakUsers: 60, durationSeconds: 125 });
  });

  it('names the phases of each profile', () => {
    const flat = { users: 5, rampUp: '10s', hold: '20s' };
    const profiles = profilesOf({
      endurance: flat,
      load: flat,
      spike: SPIKE,
      stress: {
        start: 5,
        step: 5,
        steps: 2,
        stepHold: '10s',
        stepRampUp: '2s',
      },
    });
    expect(
      profiles.map(({ name, warmUpSeconds, curve }) => [
        name,
        warmUpSeconds,
        curve.phases.map(({ name: phase, to }) => `${phase} ${to}`).join(),
      ]),
    ).toEqual([
      ['load', 10, 'Ramp up 10,Hold 30'],
      ['stress', 6, 'Step 1 12,Step 2 24'],
      ['spike', 15, 'Before 30,Rush 35,Peak 95,After 125'],
      ['endurance', 10, 'Ramp up 10,Hold 30'],
    ]);
  });

  it('never asks for more than the peak, and for nobody after the end', () => {
    const seconds = fc.integer({ min: 0, max: 500 }).map(n => `${n}s`);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        seconds,
        seconds,
        fc.double({ min: 0, max: 2000, noNaN: true }),
        (base, more, before, hold, at) => {
          const [{ curve }] = profilesOf({
            spike: { ...SPIKE, base, peak: base + more, before, hold },
          });
          const users = usersAt(curve, at);
          expect(users).toBeLessThanOrEqual(curve.peakUsers);
          expect(users >= base).toBe(at <= curve.durationSeconds);
          expect(users === 0).toBe(at > curve.durationSeconds);
        },
      ),
    );
  });

  it('expects requests by weight and pacing, and workers by peak', () => {
    const one = { name: 'A', weight: 3, pacingSeconds: 1, requestsPerTask: 1 };
    const two = { name: 'B', weight: 1, pacingSeconds: 4, requestsPerTask: 2 };
    expect(requestsPerUser([one, two])).toBeCloseTo(0.875);
    expect([1, 50, 51, 500].map(peak => workersFor(peak, 50))).toEqual([
      1, 1, 2, 10,
    ]);
  });
});
