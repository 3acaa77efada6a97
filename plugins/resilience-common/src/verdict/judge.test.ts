import {
  at,
  design,
  noTraffic,
  reading,
  runDetail,
  runPart,
  samplesOf,
  threshold,
} from '../__fixtures__/builders';
import { RunDetail, Sample, Threshold, Verdict } from '../types';
import { judge } from './judge';

const bad = reading({ successRate: 0.8 });
const between =
  (from: number, to: number, value = bad) =>
  (seconds: number) =>
    seconds >= from && seconds <= to ? value : undefined;

const withThreshold = (changes: Partial<Threshold>) =>
  runDetail({
    design: design({
      hypothesis: {
        windowSeconds: 10,
        consecutive: 3,
        thresholds: [threshold(changes)],
      },
    }),
  });
const recovers = withThreshold({ expect: 'recovers' });
const relative = withThreshold({
  metric: 'latencyP95',
  direction: 'atMost',
  limit: { kind: 'baseline', percent: 150 },
});

describe('judge', () => {
  it.each<[string, RunDetail, Sample[], Verdict['outcome'], RegExp]>([
    ['all in band', runDetail(), samplesOf(), 'pass', /^Every threshold held/],
    [
      'fewer samples in a row than break it',
      runDetail(),
      samplesOf(between(70, 80)),
      'pass',
      /^Every threshold held/,
    ],
    [
      'broken while injected',
      runDetail(),
      samplesOf(between(70, 90)),
      'fail',
      /^Broken: success rate at least 99.%\. It was 80.% at worst, and beyond the limit in 3 samples in a row/,
    ],
    [
      'broken while injected, where only recovery is expected',
      recovers,
      samplesOf(between(70, 110)),
      'pass',
      /^Every threshold held as expected/,
    ],
    [
      'never restored',
      recovers,
      samplesOf(between(70, 210)),
      'fail',
      /^Not restored within the recovery: success rate at least 99.%/,
    ],
    [
      'above one and a half times of the baseline',
      relative,
      samplesOf(between(70, 120, reading({ latencyP95: 130 }))),
      'fail',
      /p95 latency at most 150 % of the baseline\. It was 130/,
    ],
    [
      'no samples at all',
      runDetail(),
      [],
      'inconclusive',
      /0 samples with a figure/,
    ],
    [
      'no traffic while injected and after it',
      runDetail(),
      samplesOf(between(60, 210, noTraffic)),
      'inconclusive',
      /too few/,
    ],
    [
      'too few for a limit that is derived from the baseline',
      relative,
      samplesOf(between(10, 50, noTraffic)),
      'inconclusive',
      /The baseline has too few samples/,
    ],
    [
      'injection not proved, although it broke',
      runDetail({
        parts: [runPart({ effectiveAt: undefined })],
        injectedAt: undefined,
      }),
      samplesOf(between(70, 200)),
      'inconclusive',
      /^Nothing was injected/,
    ],
    [
      'one of two injections not proved',
      runDetail({
        parts: [
          runPart(),
          runPart({ id: 'p2', title: 'Delay', effectiveAt: undefined }),
        ],
      }),
      samplesOf(),
      'inconclusive',
      /^It is not proved that Delay had an effect/,
    ],
    [
      'not in its steady state before',
      runDetail({
        state: 'stopped',
        injectedAt: undefined,
        faultEndedAt: undefined,
        stop: {
          at: at(60),
          cause: 'baseline',
          reason: 'Nothing was injected: it was slow.',
        },
        parts: [runPart({ phase: 'skipped', effectiveAt: undefined })],
      }),
      samplesOf(() => bad, 60),
      'inconclusive',
      /^Nothing was injected: it was slow/,
    ],
    [
      'the portal was away',
      runDetail({
        absences: [
          { from: at(70), to: at(90), reason: 'The portal was away.' },
        ],
      }),
      samplesOf(),
      'inconclusive',
      /^No samples for 20 s: The portal was away/,
    ],
    [
      'the portal was away, and it broke',
      runDetail({
        absences: [
          { from: at(70), to: at(90), reason: 'The portal was away.' },
        ],
      }),
      samplesOf(between(100, 130)),
      'fail',
      /^Broken/,
    ],
    [
      'an overloaded generator',
      runDetail({
        parts: [
          runPart(),
          runPart({
            id: 'l1',
            kind: 'load',
            title: 'Spike',
            startSeconds: 0,
            verdict: {
              outcome: 'inconclusive',
              reasons: ['The generator was overloaded.'],
            },
          }),
        ],
      }),
      samplesOf(),
      'inconclusive',
      /^Spike itself is inconclusive: The generator was overloaded/,
    ],
    [
      'a part that failed',
      runDetail({
        parts: [runPart({ outcome: 'failed', reason: 'No daemon there.' })],
      }),
      samplesOf(),
      'inconclusive',
      /^Pod kill did not do what was ordered: No daemon there/,
    ],
    [
      'a user who stopped it',
      runDetail({
        state: 'stopped',
        stop: {
          at: at(80),
          cause: 'user',
          by: 'user:default/olga',
          reason: 'Enough.',
        },
      }),
      samplesOf(undefined, 100),
      'inconclusive',
      /^The run was ended early: Enough/,
    ],
    [
      'the stop rule',
      runDetail({
        state: 'stopped',
        stop: {
          at: at(80),
          cause: 'steady-state',
          reason: 'Success rate was below 90 %.',
        },
      }),
      samplesOf(undefined, 100),
      'fail',
      /^Success rate was below 90 %/,
    ],
    [
      'a run that is under way',
      runDetail({ state: 'recovering', endedAt: undefined }),
      samplesOf(undefined, 120),
      'inconclusive',
      /^The run is under way/,
    ],
    [
      'a run that is under way and failed already',
      runDetail({ state: 'recovering', endedAt: undefined }),
      samplesOf(between(70, 90), 120),
      'fail',
      /^Broken/,
    ],
  ])('%s', (_, run, samples, outcome, reason) => {
    const verdict = judge(run, samples);
    expect([verdict.outcome, verdict.reasons[0]]).toEqual([
      outcome,
      expect.stringMatching(reason),
    ]);
    expect(verdict.final).toBe(run.state !== 'recovering');
  });

  it('says once why nothing was injected', () => {
    const reason = 'Nothing was injected: it was slow.';
    const { reasons } = judge(
      runDetail({
        state: 'stopped',
        injectedAt: undefined,
        faultEndedAt: undefined,
        stop: { at: at(60), cause: 'baseline', reason },
        parts: [runPart({ phase: 'skipped', effectiveAt: undefined })],
      }),
      samplesOf(() => bad, 60),
    );
    expect(reasons.filter(one => one.includes(reason))).toEqual([reason]);
  });

  it('counts samples with and without figures', () => {
    const { samples } = judge(
      runDetail(),
      samplesOf(between(70, 70, noTraffic)),
    );
    expect(samples).toEqual({
      baseline: { full: 5, empty: 0 },
      inject: { full: 2, empty: 1 },
      recover: { full: 13, empty: 0 },
    });
  });

  it('leaves out of the baseline what was before the load arrived', () => {
    const run = runDetail({
      design: design({
        hypothesis: {
          windowSeconds: 10,
          consecutive: 3,
          thresholds: [threshold()],
        },
      }),
      parts: [
        runPart(),
        runPart({
          id: 'l1',
          kind: 'load',
          startSeconds: 0,
          durationSeconds: 210,
          effectiveAt: at(10),
        }),
      ],
    });
    expect(judge(run, samplesOf()).samples.baseline.full).toBe(4);
  });

  it('judges canary and stable apart', () => {
    const verdict = judge(
      runDetail(),
      samplesOf(seconds => ({
        all: reading(),
        stable: reading(),
        canary: seconds >= 70 && seconds <= 100 ? bad : reading(),
      })),
    );
    expect(verdict.outcome).toBe('fail');
    expect(
      verdict.thresholds.map(({ revision, outcome }) => [revision, outcome]),
    ).toEqual([
      ['stable', 'pass'],
      ['canary', 'fail'],
    ]);
    expect(verdict.reasons[0]).toMatch(/of the canary pods/);
    expect(verdict.recovery.map(({ revision }) => revision)).toEqual([
      'stable',
      'canary',
    ]);
  });

  it('says what the load test itself found, and does not count it', () => {
    const verdict = judge(
      runDetail({
        parts: [
          runPart(),
          runPart({
            id: 'l1',
            kind: 'load',
            title: 'Spike',
            startSeconds: 0,
            effectiveAt: at(0),
            verdict: { outcome: 'fail', reasons: ['p95 was 900 ms.'] },
          }),
        ],
      }),
      samplesOf(),
    );
    expect(verdict.outcome).toBe('pass');
    expect(verdict.reasons).toContain(
      'By its own thresholds Spike failed: p95 was 900 ms. The steady state decides.',
    );
  });
});

describe('recovery', () => {
  const recoveryOf = (run: RunDetail, samples: Sample[]) =>
    judge(run, samples).recovery[0];

  it.each<[string, Sample[], object]>([
    ['was never away', samplesOf(), { state: 'within', seconds: 0 }],
    [
      'back after half a minute',
      samplesOf(between(70, 110)),
      { state: 'within', seconds: 30, at: at(120) },
    ],
    [
      'a short return does not count',
      samplesOf(seconds =>
        seconds >= 70 && seconds <= 150 && seconds !== 110 && seconds !== 120
          ? bad
          : undefined,
      ),
      { state: 'within', seconds: 70 },
    ],
    [
      'an empty sample interrupts',
      samplesOf(seconds => {
        if (seconds === 120) return noTraffic;
        return seconds >= 70 && seconds <= 100 ? bad : undefined;
      }),
      { state: 'within', seconds: 40 },
    ],
    [
      'not within the time',
      samplesOf(between(70, 210)),
      {
        state: 'not-within',
        watchedSeconds: 120,
        reason: expect.stringMatching(/^Not within 2 min: /),
      },
    ],
    [
      'without traffic it is not known',
      samplesOf(between(70, 210, noTraffic)),
      {
        state: 'unknown',
        reason: expect.stringMatching(/^Only 0 of 13 samples/),
      },
    ],
    [
      'not watched to the end',
      samplesOf(between(70, 130), 130),
      { state: 'unknown', watchedSeconds: 40 },
    ],
  ])('%s', (_, samples, expected) => {
    expect(recoveryOf(recovers, samples)).toMatchObject({
      consecutive: 3,
      everySeconds: 10,
      windowSeconds: 10,
      ...expected,
    });
  });

  it('is not known when the end of the fault was not seen', () => {
    expect(
      recoveryOf(runDetail({ faultEndedAt: undefined }), samplesOf()),
    ).toMatchObject({ state: 'unknown' });
  });
});
