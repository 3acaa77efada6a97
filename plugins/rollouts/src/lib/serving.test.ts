import { Serving, TrafficShare } from '@slipway/plugin-rollouts-common';
import { summary } from '../__testUtils__/fixtures';
import { barLabel, compactWords, howHeld, segmentsOf } from './serving';

const share = (over: Partial<TrafficShare>): TrafficShare => ({
  role: 'stable',
  podTemplateHash: 'aaa111',
  revision: 41,
  percent: 100,
  ...over,
});
const canary = (percent: number) =>
  share({ role: 'canary', podTemplateHash: 'bbb222', revision: 42, percent });

const rollout = (
  serving: Partial<Serving>,
  over: Parameters<typeof summary>[1] = {},
) =>
  summary('order-service', {
    currentPodHash: 'bbb222',
    inProgress: true,
    setWeight: 40,
    actualWeight: 38,
    serving: { source: 'router', shares: [], ...serving },
    ...over,
  });

describe('compactWords', () => {
  it.each([
    ['stable', summary(), '100 %'],
    [
      'a canary below what was set',
      rollout({ shares: [share({ percent: 62 }), canary(38)] }),
      '38 %, set 40 %',
    ],
    [
      'an experiment',
      rollout(
        {
          shares: [
            share({ percent: 70 }),
            share({ role: 'experiment', name: 'a', percent: 15 }),
            share({ role: 'experiment', name: 'b', percent: 15 }),
          ],
        },
        { setWeight: 0, actualWeight: 0 },
      ),
      '0 %, 30 % in an experiment',
    ],
    [
      'a rollback that still has traffic elsewhere',
      rollout(
        {
          shares: [
            share({
              role: 'other',
              podTemplateHash: 'c',
              revision: 40,
              percent: 60,
            }),
            share({ percent: 40 }),
          ],
        },
        { setWeight: 100, actualWeight: 40 },
      ),
      '40 %, set 100 %, 60 % on rev 40',
    ],
    ['not known', rollout({ unknown: 'No idea.' }), 'traffic not known'],
    ['nothing', rollout({ nothing: 'no-ready-pod' }), 'nothing serves'],
    ['zero', rollout({ nothing: 'scaled-to-zero' }), 'scaled to zero'],
    [
      'blue-green',
      rollout(
        { shares: [{ ...canary(100), role: 'active' }] },
        { strategy: 'blueGreen' },
      ),
      'rev 42 serves',
    ],
    [
      'blue-green before the controller has switched the Service',
      rollout(
        { shares: [share({ percent: 50 }), canary(50)] },
        { strategy: 'blueGreen' },
      ),
      '50 % rev 42, 50 % rev 41',
    ],
  ])('%s', (_, subject, words) => expect(compactWords(subject)).toBe(words));
});

describe('segmentsOf', () => {
  it('has a segment for each share, the new revision first', () => {
    const segments = segmentsOf(
      rollout({
        shares: [
          share({ percent: 50 }),
          canary(20),
          share({ role: 'experiment', name: 'trial', percent: 20 }),
          share({
            role: 'other',
            podTemplateHash: 'c',
            revision: 40,
            percent: 10,
          }),
        ],
      }),
    );
    expect(segments.map(({ colour, words }) => `${colour}: ${words}`)).toEqual([
      'canary: 20 % on revision 42 (canary)',
      "experiment: 20 % on the experiment's template trial (revision 41)",
      'other: 10 % on revision 40',
      'stable: 50 % on revision 41 (stable)',
    ]);
  });

  it('paints the active revision of blue-green as what it is for the release', () => {
    const active = (podTemplateHash: string) =>
      segmentsOf(
        rollout({ shares: [share({ role: 'active', podTemplateHash })] }),
      )[0].colour;
    expect(active('aaa111')).toBe('stable');
    expect(active('bbb222')).toBe('canary');
    expect(active('ccc333')).toBe('other');
  });
});

it('says to a screen reader who serves and what was set', () => {
  expect(barLabel(summary())).toBe(
    'All traffic is on revision 41 (stable). Weight set 100 %.',
  );
  expect(barLabel(summary('x', { strategy: 'blueGreen' }))).toBe(
    'All traffic is on revision 41 (stable).',
  );
});

it.each(['router', 'selector', 'pods'] as const)(
  'says what holds the weights: %s',
  source => {
    expect(howHeld(rollout({ source }))).toMatch(/\.$/);
  },
);
