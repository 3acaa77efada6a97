import { design, part, threshold } from '../__fixtures__/builders';
import { DesignSpec, RunLimits } from '../types';
import { designProblems } from './problems';
import { designSpecSchema, readDesignSpec } from './schema';

const LIMITS: RunLimits = {
  maxDurationSeconds: 3600,
  minBaselineSeconds: 30,
  minRecoverySeconds: 30,
  maxParts: 4,
  sampleSeconds: 5,
};
const load = part({
  id: 'l1',
  kind: 'load',
  startSeconds: 0,
  durationSeconds: 200,
});
const hypothesis = (changes: Partial<DesignSpec['hypothesis']>) =>
  design({ hypothesis: { ...design().hypothesis, ...changes } });

describe('designProblems', () => {
  it.each<[string, DesignSpec, string[]]>([
    ['a fault', design(), []],
    [
      'a load in the baseline, and a fault',
      design({ parts: [load, part()] }),
      [],
    ],
    [
      'a load alone must wait for the baseline',
      design({ parts: [load] }),
      ['parts.0.startSeconds afterBaseline'],
    ],
    [
      'a fault in the baseline',
      design({ parts: [part({ startSeconds: 59 })] }),
      ['parts.0.startSeconds afterBaseline'],
    ],
    ['no parts', design({ parts: [] }), ['parts partRequired']],
    [
      'no thresholds',
      hypothesis({ thresholds: [] }),
      ['hypothesis.thresholds thresholdRequired'],
    ],
    [
      'a percentage where a ratio is meant',
      hypothesis({
        thresholds: [threshold({ limit: { kind: 'absolute', value: 99 } })],
      }),
      ['hypothesis.thresholds.0.limit.value ratio'],
    ],
    [
      'nothing of the baseline',
      hypothesis({
        thresholds: [threshold({ limit: { kind: 'baseline', percent: 0 } })],
      }),
      ['hypothesis.thresholds.0.limit.percent positive'],
    ],
    [
      'an upper limit of success',
      hypothesis({
        thresholds: [
          threshold({
            direction: 'atMost',
            limit: { kind: 'baseline', percent: 90 },
          }),
        ],
      }),
      ['hypothesis.thresholds.0.direction direction'],
    ],
    [
      'ids used twice',
      {
        ...hypothesis({ thresholds: [threshold(), threshold()] }),
        parts: [part(), part()],
      },
      ['hypothesis.thresholds.1.id unique', 'parts.1.id unique'],
    ],
    [
      'too short for one window',
      design({ baselineSeconds: 44, recoverySeconds: 44 }),
      ['baselineSeconds tooShort', 'recoverySeconds tooShort'],
    ],
    [
      'too short for a load that starts late in it',
      design({ parts: [{ ...load, startSeconds: 16 }, part()] }),
      ['baselineSeconds tooShort'],
    ],
    [
      'shorter than configured',
      {
        ...hypothesis({ windowSeconds: 10, consecutive: 1 }),
        baselineSeconds: 29,
      },
      ['baselineSeconds tooShort'],
    ],
    [
      'a window that is too long',
      {
        ...hypothesis({ windowSeconds: 301 }),
        baselineSeconds: 400,
        recoverySeconds: 400,
        parts: [part({ startSeconds: 400 })],
      },
      ['hypothesis.windowSeconds window'],
    ],
    [
      'longer than allowed',
      design({ parts: [part({ durationSeconds: 3600 })] }),
      ['parts maxDuration'],
    ],
    [
      'too many parts, and two loads',
      design({
        parts: [
          load,
          { ...load, id: 'l2' },
          part(),
          part({ id: 'p2' }),
          part({ id: 'p3' }),
        ],
      }),
      ['parts maxParts', 'parts oneLoad'],
    ],
    [
      'a stop within one sample',
      design({ stop: { byPercent: 10, forSeconds: 4 } }),
      ['stop.forSeconds stopTooShort'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(
      designProblems(spec, LIMITS).map(({ field, rule }) => `${field} ${rule}`),
    ).toEqual(expected);
  });
});

describe('designSpecSchema', () => {
  it('takes what is shown, and nothing else', () => {
    const whole = design({
      stop: { byPercent: 10, forSeconds: 20 },
      workload: 'orders',
    });
    expect(designSpecSchema.parse(whole)).toEqual(whole);
    expect(readDesignSpec.parse(whole)).toEqual(whole);
  });

  it.each<[string, object]>([
    ['an unknown member', { other: 1 }],
    ['half seconds', { baselineSeconds: 1.5 }],
    ['an id that is none', { parts: [part({ id: 'P 1' })] }],
    [
      'arguments without end',
      { parts: [part({ args: { a: 'x'.repeat(50_000) } })] },
    ],
    [
      'a limit that is not a number',
      {
        hypothesis: {
          ...design().hypothesis,
          thresholds: [threshold({ limit: { kind: 'absolute', value: NaN } })],
        },
      },
    ],
  ])('refuses %s', (_, changes) => {
    expect(
      designSpecSchema.safeParse({ ...design(), ...changes }).success,
    ).toBe(false);
  });
});
