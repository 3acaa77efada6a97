import { ServiceUnavailableError } from '@backstage/errors';
import {
  at,
  design,
  engineBench,
  load,
  RUN_ID,
  scripted,
} from '../__testUtils__/engine';
import { refusal } from '../__testUtils__/fakeParts';

// Many steps over a real database, on machines that are busy.
jest.setTimeout(60_000);

type Bench = Awaited<ReturnType<typeof engineBench>>;

const benches: Bench[] = [];
async function newBench(options: Parameters<typeof engineBench>[0] = {}) {
  const bench = await engineBench(options);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map(bench => bench.close()));
});

describe('a joint run', () => {
  it('goes from the baseline over the fault to the recovery, and passes', async () => {
    const bench = await newBench();
    scripted(bench, 30, 60);
    expect((await bench.goTo(10)).run).toMatchObject({
      state: 'baseline',
      parts: [{ phase: 'waiting' }],
    });
    expect(bench.faults.orders).toEqual([]);
    expect((await bench.goTo(40)).run).toMatchObject({
      state: 'injecting',
      injectedAt: at(31),
      parts: [
        { phase: 'running', startedAt: at(30), ref: `ref-${RUN_ID}-kill` },
      ],
    });
    expect((await bench.goTo(70)).run).toMatchObject({
      state: 'recovering',
      faultEndedAt: at(60),
      verdict: { final: false, outcome: 'inconclusive' },
    });
    const { run, verdict, samples } = await bench.goTo(130);
    expect(run).toMatchObject({
      state: 'finished',
      verdict: { outcome: 'pass', final: true },
    });
    expect(verdict?.recovery).toMatchObject([{ state: 'within' }]);
    expect(samples.length).toBeGreaterThanOrEqual(24);
    expect(bench.ended).toHaveLength(1);
    expect(bench.faults.stops).toEqual([]);
  });

  it.each([
    ['dev', false],
    ['prod', true],
  ] as const)(
    'in %s says of its parts whether it was approved: %s',
    async (environment, approved) => {
      const bench = await newBench({ environment });
      await bench.goTo(31);
      expect(bench.faults.orders).toMatchObject([{ approved }]);
    },
  );

  it('stops everything at once when the service is hurt too much, watches the recovery, and fails', async () => {
    const bench = await newBench({
      spec: design({ parts: [load, ...design().parts] }),
    });
    bench.loads.started = { phase: 'running', effectiveAt: at(1) };
    bench.faults.started = { phase: 'running', effectiveAt: at(31) };
    bench.each = seconds => {
      if (seconds === 35) bench.values = { successRate: 0.5 };
    };
    bench.faults.onStop = ref => {
      bench.faults.set(ref, {
        phase: 'ended',
        outcome: 'stopped',
        effectEndedAt: new Date(bench.now).toISOString(),
      });
      bench.values = { successRate: 1 };
    };
    const { run } = await bench.goTo(60);
    expect(run.stop).toMatchObject({
      cause: 'steady-state',
      reason: expect.stringMatching(/^Success rate was below 89\.1.% for 15 s/),
    });
    expect(bench.faults.stops).toHaveLength(1);
    expect(bench.loads.stops).toEqual([
      { ref: `ref-${RUN_ID}-load`, reason: run.stop?.reason },
    ]);
    const ended = await bench.goTo(90);
    expect(ended.run).toMatchObject({
      state: 'stopped',
      verdict: { outcome: 'fail', final: true },
    });
    expect(ended.verdict?.recovery).toMatchObject([{ state: 'within' }]);
  });

  it('injects nothing into a service that is not in its steady state', async () => {
    const bench = await newBench({
      spec: design({ parts: [load, ...design().parts] }),
    });
    bench.loads.started = { phase: 'running', effectiveAt: at(1) };
    bench.values = { successRate: 0.9 };
    const { run } = await bench.goTo(34);
    expect(bench.faults.orders).toEqual([]);
    expect(bench.loads.stops).toHaveLength(1);
    expect(run).toMatchObject({
      state: 'stopped',
      stop: { cause: 'baseline' },
      parts: [{ phase: 'ended' }, { phase: 'skipped' }],
      verdict: { outcome: 'inconclusive' },
    });
  });

  it('moves the faults by as long as the load took to arrive', async () => {
    const bench = await newBench({
      spec: design({ parts: [load, ...design().parts] }),
    });
    bench.each = seconds => {
      if (seconds === 20) {
        bench.loads.setAll({ phase: 'running', effectiveAt: at(20) });
      }
    };
    await bench.goTo(49);
    expect(bench.faults.orders).toEqual([]);
    const { run } = await bench.goTo(51);
    expect(bench.faults.orders).toHaveLength(1);
    expect(run.plannedEndAt).toBe(at(140));
  });

  it.each([0, 3, 6, 12])(
    'starts no fault before the whole baseline, with a load that took %s s to arrive',
    async seconds => {
      const bench = await newBench({
        spec: design({ parts: [load, ...design().parts] }),
      });
      bench.each = now => {
        if (now !== seconds + 1) return;
        bench.loads.setAll({ phase: 'running', effectiveAt: at(now) });
      };
      bench.loads.started = seconds
        ? { phase: 'starting' }
        : { phase: 'running', effectiveAt: at(1) };
      await bench.goTo(30 + seconds);
      expect(bench.faults.orders).toEqual([]);
      const { run } = await bench.goTo(31 + seconds);
      expect(bench.faults.orders).toHaveLength(1);
      expect(run.parts[1]).toMatchObject({ startedAt: at(31 + seconds) });
    },
  );

  it('shows no effect before it was asked for, where the clock of a cluster is behind', async () => {
    const bench = await newBench();
    bench.faults.started = {
      phase: 'ended',
      outcome: 'completed',
      effectiveAt: at(24),
      effectEndedAt: at(24),
    };
    const { run } = await bench.goTo(32);
    expect(run.parts).toMatchObject([
      { startedAt: at(30), effectiveAt: at(30), effectEndedAt: at(30) },
    ]);
    expect(run).toMatchObject({ injectedAt: at(30), faultEndedAt: at(30) });
  });

  it.each<[string, (bench: Bench) => void, RegExp]>([
    [
      'is refused when it is due',
      bench => {
        bench.faults.refuse = refusal();
      },
      /^Pod kill failed: Faults are halted\./,
    ],
    [
      'is stopped by somebody else: halt everything',
      bench => {
        bench.each = seconds =>
          seconds === 35 &&
          bench.faults.setAll({
            phase: 'ended',
            outcome: 'stopped',
            reason: 'Halted by paula.',
            effectiveAt: at(31),
          });
      },
      /^Pod kill was stopped: Halted by paula\./,
    ],
    [
      'fails by itself',
      bench => {
        bench.each = seconds =>
          seconds === 35 &&
          bench.faults.setAll({
            phase: 'ended',
            outcome: 'failed',
            reason: 'No daemon.',
          });
      },
      /^Pod kill failed: No daemon\./,
    ],
    [
      'ends without a proved effect',
      bench => {
        bench.each = seconds =>
          seconds === 35 &&
          bench.faults.setAll({ phase: 'ended', outcome: 'completed' });
      },
      /^Pod kill ended, and it is not proved/,
    ],
    [
      'is forgotten by its provider',
      bench => {
        bench.each = seconds => seconds === 35 && bench.faults.parts.clear();
      },
      /^Pod kill failed: Its provider does not know it any more/,
    ],
  ])('ends inconclusive when a part %s', async (_, script, reason) => {
    const bench = await newBench();
    script(bench);
    const { run } = await bench.goTo(45);
    expect(run.stop).toMatchObject({
      cause: 'part',
      reason: expect.stringMatching(reason),
    });
    expect(['stopped', 'failed']).toContain(run.state);
    expect(run.verdict).toMatchObject({ outcome: 'inconclusive', final: true });
  });

  it('ends a part that never has an effect, after its time', async () => {
    const bench = await newBench();
    const { run } = await bench.goTo(220);
    expect(run.stop?.reason).toBe('Pod kill had no effect within 180 s.');
    expect(bench.faults.stops).toHaveLength(1);
  });

  it('is stopped by a user, also while a part is being started', async () => {
    const bench = await newBench();
    await bench.goTo(30);
    const stop = {
      at: at(30),
      cause: 'user' as const,
      by: 'user:default/olga',
      reason: 'Enough.',
    };
    expect(await bench.store.requestStop(RUN_ID, stop)).toBe(true);
    const { run } = await bench.goTo(33);
    expect(bench.faults.stops).toEqual([
      { ref: `ref-${RUN_ID}-kill`, reason: 'Enough.' },
    ]);
    expect(run).toMatchObject({ state: 'stopped', stop: { by: stop.by } });
  });

  it('says that a part cannot be stopped, and keeps trying', async () => {
    const bench = await newBench();
    bench.faults.started = { phase: 'running', effectiveAt: at(31) };
    await bench.goTo(35);
    bench.faults.down = new ServiceUnavailableError('No cluster answers.');
    await bench.store.requestStop(RUN_ID, {
      at: at(35),
      cause: 'user',
      reason: 'Enough.',
    });
    expect((await bench.goTo(50)).run).toMatchObject({
      state: 'stopping',
      problem: 'Pod kill could not be stopped yet: No cluster answers.',
      parts: [
        { phase: 'running', state: 'not known now: No cluster answers.' },
      ],
    });
    bench.faults.down = undefined;
    const { run } = await bench.goTo(60);
    expect(run.state).toBe('stopped');
    expect(run.problem).toBeUndefined();
  });

  it('gives up a part that can never be ended, and says so', async () => {
    const bench = await newBench();
    bench.faults.started = { phase: 'running', effectiveAt: at(31) };
    await bench.goTo(35);
    bench.faults.down = new ServiceUnavailableError('No cluster answers.');
    bench.now += 3600_000;
    await bench.engine.tick();
    expect((await bench.series()).run).toMatchObject({ state: 'injecting' });
    await bench.goTo(35 + 3600 + 185);
    expect((await bench.series()).run).toMatchObject({ state: 'stopping' });
    bench.now += 3600_000;
    await bench.engine.tick();
    expect((await bench.series()).run).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/^It is not known whether Pod kill ended/),
      verdict: { outcome: 'inconclusive', final: true },
    });
  });

  it('measures canary and stable apart', async () => {
    const bench = await newBench();
    const place = { cluster: 'gke', namespace: 'shop' };
    bench.targets = {
      all: { ...place, deployment: 'orders' },
      canary: {
        hashes: { stable: 'a', canary: 'b' },
        stable: { ...place, podTemplateHash: 'a' },
        canary: { ...place, podTemplateHash: 'b' },
      },
    };
    const { run, samples, verdict } = await bench.goTo(12);
    expect(run.canaries).toEqual([
      { stable: 'a', canary: 'b', from: at(1), to: at(11) },
    ]);
    expect(samples[0]).toMatchObject({ stable: {}, canary: {} });
    expect(verdict?.thresholds.map(({ revision }) => revision)).toEqual([
      'stable',
      'canary',
    ]);
  });
});

describe('after kill -9', () => {
  /** The next process, which has the database and nothing else. */
  async function nextProcess(bench: Bench, awaySeconds = 20) {
    bench.now += awaySeconds * 1000;
    return bench.newEngine();
  }

  it('a run whose parts were not started ends, and nothing is started', async () => {
    const bench = await newBench();
    await bench.goTo(15);
    const next = await nextProcess(bench);
    const { run } = await bench.goTo(36, next);
    expect(bench.faults.orders).toEqual([]);
    expect(run).toMatchObject({
      state: 'stopped',
      stop: {
        cause: 'portal',
        reason: expect.stringMatching(
          /^The portal was restarted before Pod kill/,
        ),
      },
      verdict: { outcome: 'inconclusive', final: true },
    });
  });

  it('a run whose parts were started continues, and is inconclusive for the gap', async () => {
    const bench = await newBench();
    scripted(bench, 30, 60);
    await bench.goTo(40);
    const next = await nextProcess(bench, 16);
    const { run, verdict } = await bench.goTo(130, next);
    expect(run).toMatchObject({
      state: 'finished',
      absences: [{ from: at(40), to: at(57) }],
      verdict: { outcome: 'inconclusive' },
    });
    expect(verdict?.reasons[0]).toBe(
      'No samples for 17 s: the portal was away.',
    );
    expect(bench.faults.orders).toHaveLength(1);
  });

  it('a part that was being started is found by its id and ended', async () => {
    const bench = await newBench({
      spec: design({
        parts: [
          ...design().parts,
          { ...design().parts[0], id: 'later', startSeconds: 70 },
        ],
      }),
    });
    bench.faults.started = { phase: 'running', effectiveAt: at(31) };
    // Asked for in the database; the answer of the provider was never seen.
    await bench.goTo(30);
    const { parts } = (await bench.series()).run;
    expect(parts[0]).toMatchObject({ phase: 'starting' });
    expect(parts[0].ref).toBeUndefined();
    const next = await nextProcess(bench);
    expect((await bench.goTo(60, next)).run.parts[0]).toMatchObject({
      phase: 'running',
      ref: `ref-${RUN_ID}-kill`,
    });
    const { run } = await bench.goTo(80, next);
    expect(bench.faults.stops).toHaveLength(1);
    expect(run).toMatchObject({
      state: 'stopped',
      stop: { cause: 'portal' },
      parts: [{ phase: 'ended' }, { phase: 'skipped' }],
    });
  });

  it('a part that was being started and is not found ends the run after a while', async () => {
    const bench = await newBench();
    await bench.goTo(30);
    bench.faults.parts.clear();
    const next = await nextProcess(bench);
    expect((await bench.goTo(80, next)).run.parts[0].phase).toBe('starting');
    const { run } = await bench.goTo(95, next);
    expect(run).toMatchObject({
      state: 'failed',
      stop: {
        reason: expect.stringMatching(
          /The portal stopped while it was being started/,
        ),
      },
    });
  });

  it('at any second: the run ends, and nothing is left', async () => {
    for (const second of [1, 29, 30, 31, 45, 60, 90, 119]) {
      const bench = await newBench();
      scripted(bench, 30, 60);
      await bench.goTo(second);
      const next = await nextProcess(bench);
      // What the world did meanwhile.
      if (second > 30 && second < 60) {
        bench.faults.setAll({
          phase: 'ended',
          outcome: 'completed',
          effectiveAt: at(31),
          effectEndedAt: at(60),
        });
      }
      const { run } = await bench.goTo(190, next);
      expect([second, run.endedAt]).toEqual([second, expect.any(String)]);
      expect(run.verdict).toMatchObject({
        outcome: 'inconclusive',
        final: true,
      });
      expect(
        [...bench.faults.parts.values()].filter(
          ({ phase }) => phase !== 'ended',
        ),
      ).toEqual([]);
    }
  });
});

describe('two replicas', () => {
  it('one of them carries out a run, and gives it to the other when it ends', async () => {
    const bench = await newBench();
    const other = bench.newEngine();
    bench.now += 1000;
    await Promise.all([bench.engine.tick(), other.tick()]);
    expect((await bench.series()).samples).toHaveLength(1);
    await bench.engine.stop();
    bench.now += 5000;
    await other.tick();
    const { run, samples } = await bench.series();
    expect(samples).toHaveLength(2);
    expect(run.absences).toEqual([]);
  });
});
