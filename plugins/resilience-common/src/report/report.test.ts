import {
  at,
  noTraffic,
  reading,
  runDetail,
  runPart,
  samplesOf,
} from '../__fixtures__/builders';
import { RunDetail, Sample } from '../types';
import { judge } from '../verdict/judge';
import { reportOf } from './report';
import { samplesCsv } from './samplesCsv';

const report = (run: RunDetail, samples: Sample[]) =>
  reportOf({ run, samples, verdict: judge(run, samples) });

const utc = (seconds: number) =>
  `${at(seconds).slice(0, 19).replace('T', ' ')} UTC`;

describe('reportOf', () => {
  it('reports what was tried, expected and measured', () => {
    const answer = report(runDetail(), samplesOf());
    expect(answer).toMatchObject({
      headline: 'orders withstood it: Lose a pod.',
      tried: [
        'On orders in gke, namespace shop (dev), started by olga.',
        'Fault: Pod kill, planned 60 s after the start for 30 s (1 of 4 pods of orders).',
        'Before it 60 s without a fault, after it 2 min of recovery.',
      ],
      windows: [
        { phase: 'baseline', from: at(0), to: at(60) },
        { phase: 'inject', from: at(60), to: at(90) },
        { phase: 'recover', from: at(90), to: at(210) },
      ],
    });
    expect(answer.expected[0]).toMatch(
      /^Success rate at least 99.%, all the time\.$/,
    );
    expect(answer.happened[0]).toBe(
      `Pod kill had its effect from ${utc(60)}, for 30 s.`,
    );
    expect(answer.figures[0]).toMatchObject({
      title: 'Success rate',
      unit: 'ratio',
      limit: 0.99,
      outcome: 'pass',
      figures: { before: { samples: 5, empty: 0, median: 1 } },
    });
    expect(answer.figures).toHaveLength(5);
  });

  it.each<[string, RunDetail, Sample[], RegExp]>([
    [
      'fail',
      runDetail(),
      samplesOf(s => (s >= 70 ? reading({ successRate: 0.5 }) : undefined)),
      /^orders did not withstand it/,
    ],
    [
      'inconclusive',
      runDetail(),
      samplesOf(() => noTraffic),
      /^The run says nothing of orders: Success rate has 0 samples/,
    ],
    [
      'under way',
      runDetail({ state: 'injecting', endedAt: undefined }),
      samplesOf(undefined, 80),
      /^The run on orders is under way/,
    ],
  ])('has a headline for %s', (_, run, samples, headline) => {
    expect(report(run, samples).headline).toMatch(headline);
  });

  it('keeps the figures of thresholds when the samples are gone', () => {
    const verdict = judge(runDetail(), samplesOf());
    const run = runDetail({ samplesGoneAt: at(100_000) });
    const before = report(runDetail(), samplesOf());
    const after = reportOf({ run, samples: [], verdict });
    expect(after).toMatchObject({
      headline: before.headline,
      windows: before.windows,
      figures: [before.figures[0]],
    });
    expect(after.figures).toHaveLength(1);
    expect(after.method.join(' ')).toMatch(/were deleted on .*, past their/);
    expect(after.method.join(' ')).not.toContain('(0 in all)');
  });

  it('says what was not started, and what was not seen', () => {
    const { happened } = report(
      runDetail({
        parts: [
          runPart({ phase: 'skipped', effectiveAt: undefined }),
          runPart({
            id: 'p2',
            title: 'Delay',
            effectiveAt: undefined,
            reason: 'no pod',
          }),
          runPart({
            id: 'p3',
            title: 'Loss',
            effectEndedAt: undefined,
            outcome: 'stopped',
          }),
        ],
      }),
      samplesOf(),
    );
    expect(happened.slice(0, 3)).toEqual([
      'Pod kill was not started.',
      'Delay: no effect was proved (no pod).',
      `Loss had its effect from ${utc(60)}, its end was not seen, stopped.`,
    ]);
  });
});

describe('samplesCsv', () => {
  it('has a line for each revision, and nothing where nothing was measured', () => {
    const csv = samplesCsv([
      { seq: 1, at: at(10), all: reading(), canary: noTraffic },
      {
        seq: 2,
        at: at(20),
        all: { values: {}, empty: { successRate: '=cmd "a", b' } },
      },
    ]);
    expect(csv.split('\r\n')).toEqual([
      'seq,at,revision,successRate,requestRate,latencyP50,latencyP95,latencyP99,emptyBecause',
      `1,${at(10)},all,1,20,20,80,120,`,
      `1,${at(10)},canary,,,,,,no traffic`,
      `2,${at(20)},all,,,,,,"'=cmd ""a"", b"`,
      '',
    ]);
  });
});
