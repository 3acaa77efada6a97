import { MasterSample } from '../master/protocol';
import { samplePoint } from '../samples/points';
import { Threshold } from '../types';
import { RunJudge } from './RunJudge';

const CLASSES = [
  { name: 'A', weight: 1, pacingSeconds: 1, requestsPerTask: 1 },
];
const P95: Threshold = {
  id: '1',
  metric: { kind: 'percentile', quantile: 0.95 },
  direction: 'atMost',
  limit: 400,
  windowSeconds: 20,
  stopOnBreach: false,
};
const RATIO: Threshold = {
  id: '2',
  metric: { kind: 'failureRatio' },
  direction: 'atMost',
  limit: 0.01,
  stopOnBreach: false,
};
const RATE: Threshold = {
  id: '3',
  metric: { kind: 'throughput' },
  direction: 'atLeast',
  limit: 20,
  stopOnBreach: false,
};

interface Second {
  /** Requests that finish in the two seconds of a sample. */
  requests?: number;
  failures?: number;
  ms?: number;
  users?: number;
  wanted?: number;
  cpu?: number | null;
  workers?: number;
}

/** A sample every two seconds for `seconds`; each as `at` says, else 100 requests of 100 ms by 50 users. */
function run(seconds: number, at: (second: number) => Second = () => ({})) {
  const samples: MasterSample[] = [];
  const times: Record<string, number> = {};
  let requests = 0;
  let failures = 0;
  for (let second = 2; second <= seconds; second += 2) {
    const now = at(second);
    const { ms = 100, users = 50, cpu = 30, workers = 2 } = now;
    const more = now.requests ?? 100;
    requests += more;
    failures += now.failures ?? 0;
    if (more > 0) times[ms] = (times[ms] ?? 0) + more;
    samples.push({
      seq: second / 2,
      at: second,
      users,
      wantedUsers: now.wanted ?? 50,
      workers,
      missingWorkers: 0,
      maxCpuPercent: cpu,
      entries: [
        {
          method: 'GET',
          name: '/orders',
          requests,
          failures,
          sumMs: requests * 100,
          times: { ...times },
        },
      ],
    });
  }
  return samples;
}

function judge(
  samples: readonly MasterSample[],
  thresholds: Threshold[] = [P95, RATIO, RATE],
) {
  const made = new RunJudge({
    thresholds,
    warmUpSeconds: 10,
    userClasses: CLASSES,
  });
  samples.forEach(sample => made.add(sample));
  return made;
}

describe('RunJudge', () => {
  it('passes a run that keeps its limits', () => {
    const verdict = judge(run(60)).verdict('finished');
    expect(verdict).toMatchObject({
      outcome: 'pass',
      final: true,
      requests: 2500,
      thresholds: [
        { outcome: 'pass', measured: 100, windows: { breached: 0, tooFew: 0 } },
        { outcome: 'pass', measured: 0 },
        { outcome: 'pass', measured: 50 },
      ],
    });
  });

  it('leaves the warm-up out', () => {
    const slowStart = run(60, at =>
      at <= 10 ? { ms: 5000, failures: 9 } : {},
    );
    expect(judge(slowStart).verdict('finished').outcome).toBe('pass');
  });

  it('finds one bad window of many, and says where', () => {
    const verdict = judge(
      run(120, at => (at > 60 && at <= 70 ? { ms: 900 } : {})),
    ).verdict('finished');
    expect(verdict).toMatchObject({
      outcome: 'fail',
      thresholds: [{ outcome: 'fail', measured: 900 }, {}, {}],
    });
    expect(verdict.reasons[0]).toMatch(
      /^p95 was 900 ms, limit 400 ms, in \d+ of \d+ windows, worst at 6\d s\.$/,
    );
  });

  it('does not lose a bad window in a run whose overall percentile is good', () => {
    const samples = run(400, at => (at > 200 && at <= 204 ? { ms: 900 } : {}));
    expect(judge(samples).verdict('finished').outcome).toBe('fail');
    expect(
      judge(samples, [{ ...P95, windowSeconds: undefined }]).verdict('finished')
        .outcome,
    ).toBe('pass');
  });

  it('calls a target that hangs a breach, also without thresholds', () => {
    const hung = judge(
      run(60, at => (at > 30 ? { requests: 0 } : {})),
      [],
    );
    expect(hung.verdict('running')).toMatchObject({
      outcome: 'fail',
      final: false,
    });
    expect(hung.stopReason()).toMatch(
      /^The target hangs: no request finished within 16 s while 50 users/,
    );
  });

  it.each<[string, (at: number) => Second]>([
    [
      'nobody sends',
      at => (at > 30 ? { requests: 0, users: 0, wanted: 0 } : {}),
    ],
    ['no worker is there', at => (at > 30 ? { requests: 0, workers: 0 } : {})],
  ])('does not blame the target while %s', (_, at) => {
    expect(judge(run(60, at), []).stopReason()).toBeUndefined();
  });

  it.each<[string, (at: number) => Second, RegExp]>([
    [
      'an overloaded generator',
      at => ({ cpu: at > 20 && at < 40 ? 97 : 30 }),
      /overloaded/,
    ],
    [
      'missing users',
      at => ({ users: at > 20 && at < 40 ? 20 : 50 }),
      /fewer than 90 %/,
    ],
    ['too few requests', () => ({ requests: 1 }), /cannot be judged|too few/],
    [
      'counters that went back',
      at => ({ requests: at === 30 ? -500 : 100 }),
      /reset/,
    ],
  ])('is inconclusive by %s', (_, at, reason) => {
    const verdict = judge(run(60, at), [P95]).verdict('finished');
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reasons.join(' ')).toMatch(reason);
  });

  it('lets response times of an overloaded generator not fail a run, but failures do', () => {
    const at = (second: number) => ({ cpu: second > 20 ? 97 : 30, ms: 900 });
    expect(judge(run(60, at), [P95]).verdict('finished').outcome).toBe(
      'inconclusive',
    );
    expect(
      judge(run(60, second => ({ ...at(second), failures: 5 }))).verdict(
        'finished',
      ).outcome,
    ).toBe('fail');
  });

  it.each<['stopped' | 'failed', string]>([
    ['stopped', 'It was stopped before its end.'],
    ['failed', 'The run itself failed before its end.'],
  ])('does not pass a run that was %s', (state, reason) => {
    const verdict = judge(run(60)).verdict(state);
    expect(verdict).toMatchObject({ outcome: 'inconclusive', final: true });
    expect(verdict.reasons).toContain(reason);
  });

  it('stops only where the threshold says so', () => {
    const slow = run(60, () => ({ ms: 900 }));
    expect(judge(slow).stopReason()).toBeUndefined();
    expect(judge(slow, [{ ...P95, stopOnBreach: true }]).stopReason()).toMatch(
      /^p95 was 900 ms/,
    );
  });

  it('takes the same samples twice as once', () => {
    const samples = run(60, at => (at > 40 ? { ms: 900 } : {}));
    expect(judge([...samples, ...samples]).verdict('finished')).toEqual(
      judge(samples).verdict('finished'),
    );
  });

  it('has nothing to say of a run without samples', () => {
    expect(judge([]).verdict('failed').outcome).toBe('inconclusive');
  });
});

describe('samplePoint', () => {
  it('gives rates since the sample before and percentiles of ten seconds', () => {
    const samples = run(30, at => (at === 30 ? { ms: 500, failures: 4 } : {}));
    const last = samples[samples.length - 1];
    expect(samplePoint(samples.slice(0, -1), last, CLASSES)).toMatchObject({
      at: 30,
      requestsPerSecond: 50,
      failuresPerSecond: 2,
      offeredPerSecond: 50,
      windowRequests: 500,
      p50: 100,
      p95: 500,
    });
  });

  it('says nothing of percentiles without requests', () => {
    const [first] = run(2, () => ({ requests: 0, cpu: null }));
    const point = samplePoint([], first, CLASSES);
    expect(point).not.toHaveProperty('p95');
    expect(point).not.toHaveProperty('maxCpuPercent');
  });
});
