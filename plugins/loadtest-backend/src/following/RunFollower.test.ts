import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { MasterStatus, RunDetail } from '@slipway/plugin-loadtest-common';
import {
  CREATED,
  masterSamples,
  masterStatus,
  RUN_ID,
  runDetail,
  runPlan,
} from '../__testUtils__/runs';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { Reading, Runner } from '../runners/types';
import { RunFollower } from './RunFollower';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** A runner that says what a test gives it, as a master does: only samples after `since`. */
class FakeRunner implements Runner {
  readonly name = 'local';
  reading: Reading = { state: 'silent', reason: 'Not yet.' };
  left: string[] = [];
  removing: Error | undefined;
  readonly calls: string[] = [];

  answers(status: MasterStatus) {
    this.reading = { state: 'answered', status };
  }

  refusal() {
    return undefined;
  }

  async start() {}

  async read(_: unknown, since: number): Promise<Reading> {
    if (this.reading.state !== 'answered') return this.reading;
    const { status } = this.reading;
    return {
      state: 'answered',
      status: {
        ...status,
        samples: status.samples.filter(({ seq }) => seq > since),
      },
    };
  }

  async stop() {
    this.calls.push('stop');
  }

  async report() {
    this.calls.push('report');
    return '<html>report</html>';
  }

  async remove() {
    this.calls.push('remove');
    if (this.removing) throw this.removing;
  }

  async leftovers() {
    return this.left;
  }
}

async function setUp(detail: Partial<RunDetail> = {}) {
  const knex = await databases.init('SQLITE_3');
  const store = await DatabaseRunStore.create({
    database: mockServices.database({ knex }),
  });
  await store.open('launcher', runDetail(detail), runPlan());
  await store.release('launcher', RUN_ID);
  const runner = new FakeRunner();
  let now = Date.parse(CREATED);
  const ended: RunDetail[] = [];
  const endedHooks: Array<() => Promise<void>> = [];
  const follower = () =>
    new RunFollower({
      store,
      runners: [runner],
      logger: mockServices.logger.mock(),
      onStep() {},
      onEnd: async run => {
        ended.push(run);
        await endedHooks.shift()?.();
      },
      now: () => new Date(now),
    });
  return {
    store,
    runner,
    ended,
    endedHooks,
    follower,
    later(seconds: number) {
      now += seconds * 1000;
    },
    run: async () => (await store.find(RUN_ID))!,
    state: async () => (await store.find(RUN_ID))!.detail.state,
  };
}

describe('RunFollower', () => {
  it('notifies of an end before it is kept, so that no kill in between loses it', async () => {
    const test = await setUp();
    const killed = test.follower();
    test.runner.answers(
      masterStatus(masterSamples(30), { finished: true, complete: true }),
    );
    const stateThen: string[] = [];
    test.endedHooks.push(async () => {
      stateThen.push(await test.state());
      throw new Error('killed here');
    });
    await killed.tick();
    await killed.tick();
    expect(stateThen).toEqual(['stopping']);
    expect(await test.state()).toBe('stopping');

    test.later(20);
    await test.follower().tick();
    expect(await test.state()).toBe('finished');
    expect(test.ended.map(({ state }) => state)).toEqual([
      'finished',
      'finished',
    ]);
  });

  it('follows a run to its verdict', async () => {
    const test = await setUp();
    const follower = test.follower();
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'starting',
      problem: 'Not yet.',
    });

    test.runner.answers(masterStatus(masterSamples(10)));
    await follower.tick();
    const { detail, tables, verdict } = await test.run();
    expect(detail).toMatchObject({
      state: 'running',
      locustVersion: '2.47.0',
      now: { users: 10, requestsPerSecond: 50, p95: 100 },
      verdict: { outcome: 'pass', final: false },
    });
    expect(detail).not.toHaveProperty('problem');
    expect(tables).toMatchObject({
      endpoints: [{ endpoint: 'GET /orders', requests: 1000, p95: 100 }],
      workers: [{ id: 'worker-1', cpuPercent: 20 }],
    });
    expect(verdict).toMatchObject({ outcome: 'pass', requests: 1000 });
    expect(await test.store.points(RUN_ID)).toHaveLength(10);

    test.runner.answers(
      masterStatus(masterSamples(30), { finished: true, complete: true }),
    );
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopping',
      hasReport: false,
      verdict: { outcome: 'pass', final: true },
    });
    expect(test.runner.calls).toEqual([]);
    expect(test.ended).toEqual([]);
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'finished',
      hasReport: true,
      verdict: { outcome: 'pass', final: true },
    });
    expect(test.runner.calls).toEqual(['report', 'remove']);
    expect(test.ended).toHaveLength(1);
    expect(await test.store.report(RUN_ID)).toContain('report');
    // It is nobody's work any more.
    await follower.tick();
    expect(test.runner.calls).toEqual(['report', 'remove']);
  });

  it('is not final before all samples of a finished run are read', async () => {
    const test = await setUp();
    const follower = test.follower();
    const finished = { finished: true, complete: true };
    test.runner.answers(
      masterStatus(masterSamples(10), { ...finished, lastSeq: 30 }),
    );
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'running',
      verdict: { final: false },
    });
    test.runner.answers(masterStatus(masterSamples(30), finished));
    await follower.tick();
    expect((await test.run()).verdict).toMatchObject({
      final: true,
      requests: 3000,
    });
  });

  it('looks more often at runs that end about now, and at no others', async () => {
    const test = await setUp();
    const follower = test.follower();
    const read = jest.spyOn(test.runner, 'read');
    const kept = jest.spyOn(test.store, 'step');
    const ticked = async (seconds: number, samples: number) => {
      test.later(seconds);
      test.runner.answers(masterStatus(masterSamples(samples)));
      await follower.tick();
      read.mockClear();
      kept.mockClear();
      await follower.quickTick();
    };
    await ticked(30, 15);
    expect(read).not.toHaveBeenCalled();
    await ticked(29, 29);
    expect(read).toHaveBeenCalledTimes(1);
    // Nothing new is nothing to keep.
    expect(kept).not.toHaveBeenCalled();

    test.later(3);
    test.runner.answers(
      masterStatus(masterSamples(31), { finished: true, complete: true }),
    );
    await follower.quickTick();
    expect((await test.run()).verdict).toMatchObject({ final: true });
    read.mockClear();
    await follower.quickTick();
    expect(read).not.toHaveBeenCalled();
    // The clean-up is not looked at more often.
    expect(test.runner.calls).toEqual([]);
  });

  it('stops looking often at a run that does not end', async () => {
    const test = await setUp();
    const follower = test.follower();
    test.runner.answers(masterStatus(masterSamples(40)));
    test.later(80);
    await follower.tick();
    const read = jest.spyOn(test.runner, 'read');
    await follower.quickTick();
    expect(read).not.toHaveBeenCalled();
  });

  it('does not let a master that answers slowly delay another run', async () => {
    const test = await setUp();
    const other = '22222222-2222-4222-8222-222222222222';
    const elsewhere = { id: other, targetUrl: 'http://other.shop:8300' };
    await test.store.open(
      'launcher',
      runDetail(elsewhere),
      runPlan({ id: other }),
    );
    await test.store.release('launcher', other);
    let answer = () => {};
    const slow = new Promise<void>(resolve => {
      answer = resolve;
    });
    const read = test.runner.read.bind(test.runner);
    const asked: string[] = [];
    jest.spyOn(test.runner, 'read').mockImplementation(async (plan, since) => {
      const { id } = plan as { id: string };
      asked.push(id);
      if (id === RUN_ID) await slow;
      return read(plan, since);
    });
    const follower = test.follower();
    const first = follower.tick();
    while (asked.length < 2) await new Promise(setImmediate);
    const state = async () => (await test.store.find(other))?.detail.problem;
    while ((await state()) === undefined) await new Promise(setImmediate);
    await follower.tick();
    expect(asked.filter(id => id === RUN_ID)).toHaveLength(1);
    expect(asked.filter(id => id === other)).toHaveLength(2);
    answer();
    await first;
  });

  it('fetches the report once, also when another process cleans up', async () => {
    const test = await setUp();
    test.runner.answers(
      masterStatus(masterSamples(30), { finished: true, complete: true }),
    );
    test.runner.left = ['worker process 7'];
    const follower = test.follower();
    await follower.tick();
    await follower.tick();
    expect(test.runner.calls).toEqual(['report', 'remove']);
    // The first one was killed: its lease runs out.
    test.later(60);
    test.runner.left = [];
    await test.follower().tick();
    expect(test.runner.calls).toEqual(['report', 'remove', 'remove']);
    expect((await test.run()).detail).toMatchObject({
      state: 'finished',
      hasReport: true,
    });
    expect(await test.store.report(RUN_ID)).toContain('report');
  });

  it('says that a clean-up fails, and keeps the verdict', async () => {
    const test = await setUp();
    const follower = test.follower();
    test.runner.answers(
      masterStatus(masterSamples(30), { finished: true, complete: true }),
    );
    await follower.tick();
    const { verdict } = await test.run();
    expect(verdict).toMatchObject({ outcome: 'pass', final: true });
    test.runner.removing = new Error('The cluster does not answer.');
    const problem =
      'What is left of it cannot be removed: The cluster does not answer.';
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopping',
      problem,
    });
    test.later(301);
    await follower.tick();
    const run = await test.run();
    expect(run.detail).toMatchObject({ state: 'finished', problem });
    expect(run.verdict).toEqual(verdict);
  });

  it('continues in another process with the same verdict, and keeps no sample twice', async () => {
    const test = await setUp();
    test.runner.answers(masterStatus(masterSamples(10)));
    await test.follower().tick();
    // The first one was killed: its lease runs out.
    test.later(60);
    const next = test.follower();
    test.runner.answers(
      masterStatus(masterSamples(30), { finished: true, complete: true }),
    );
    await next.tick();
    await next.tick();
    const { detail, verdict } = await test.run();
    expect(detail.state).toBe('finished');
    expect(verdict).toMatchObject({ outcome: 'pass', requests: 3000 });
    expect(verdict?.thresholds[0].windows).toEqual({
      judged: 26,
      breached: 0,
      tooFew: 0,
    });
    expect(await test.store.points(RUN_ID)).toHaveLength(30);
  });

  it('leaves a run to the replica that follows it', async () => {
    const test = await setUp();
    const first = test.follower();
    const second = test.follower();
    await first.tick();
    test.runner.answers(masterStatus(masterSamples(10)));
    await second.tick();
    expect(await test.state()).toBe('starting');
    await first.tick();
    expect(await test.state()).toBe('running');
  });

  it('stops a run on a breach, and verifies that it is gone', async () => {
    const test = await setUp();
    const follower = test.follower();
    const slow = masterSamples(10, 900);
    test.runner.answers(masterStatus(slow));
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopping',
      stop: { by: 'slipway', reason: expect.stringMatching(/^p95 was 900 ms/) },
    });
    expect(test.runner.calls).toEqual(['stop']);

    test.runner.answers(masterStatus(slow, { finished: true }));
    test.runner.left = ['worker process 7'];
    await follower.tick();
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopping',
      problem: 'Still there: worker process 7.',
    });
    test.runner.left = [];
    await follower.tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopped',
      verdict: { outcome: 'fail', final: true },
    });
  });

  it('stops a run whose target hangs', async () => {
    const test = await setUp({ thresholds: [] });
    const samples = masterSamples(5);
    const stuck = Array.from({ length: 10 }, (_, index) => ({
      ...samples[4],
      seq: 6 + index,
      at: 12 + index * 2,
    }));
    test.runner.answers(masterStatus([...samples, ...stuck]));
    await test.follower().tick();
    expect((await test.run()).detail).toMatchObject({
      state: 'stopping',
      stop: { reason: expect.stringMatching(/^The target hangs/) },
    });
  });

  it('removes a run that does not stop', async () => {
    const test = await setUp();
    const follower = test.follower();
    test.runner.answers(masterStatus(masterSamples(3)));
    await follower.tick();
    await test.store.requestStop(RUN_ID, {
      at: '2026-01-02T10:00:10.000Z',
      by: 'user:default/olga',
      reason: 'Enough.',
    });
    await follower.tick();
    expect(test.runner.calls).toEqual(['stop']);
    test.later(90);
    await follower.tick();
    await follower.tick();
    expect(test.runner.calls).toEqual(['stop', 'report', 'remove']);
    expect(await test.state()).toBe('stopped');
  });

  it.each<[string, Reading, number, RegExp | undefined]>([
    [
      'a master that does not start',
      { state: 'silent', reason: 'No pod.' },
      121,
      /^The master did not start\. No pod\.$/,
    ],
    [
      'a master that is gone',
      { state: 'gone', reason: 'It said: no.' },
      1,
      /^It said: no\.$/,
    ],
    [
      'an end that is past',
      { state: 'answered', status: masterStatus(masterSamples(2)) },
      1000,
      /^It did not end by itself in time\.$/,
    ],
    [
      'an end before that of the curve',
      {
        state: 'answered',
        status: masterStatus(masterSamples(2), {
          finished: true,
          state: 'stopped',
        }),
      },
      1,
      /^Locust ended the run before its curve did/,
    ],
  ])('fails, and cleans up, after %s', async (_, reading, seconds, problem) => {
    const test = await setUp();
    const follower = test.follower();
    test.runner.reading = reading;
    test.later(seconds);
    await follower.tick();
    await follower.tick();
    expect(test.runner.calls.filter(call => call !== 'report')).toEqual([
      'remove',
    ]);
    expect((await test.run()).detail).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(problem ?? ''),
      verdict: { outcome: 'inconclusive', final: true },
    });
  });
});
