import { ManualClock } from '@slipway/kube-sim';
import { Failure, WorkQueue } from './WorkQueue';

describe('WorkQueue', () => {
  const clock = () => new ManualClock();

  it('gathers changes and looks once', () => {
    const time = clock();
    const seen: string[] = [];
    const queue = new WorkQueue(
      time,
      key => seen.push(key),
      () => {},
    );
    queue.add('a');
    queue.add('a');
    queue.add('b');
    expect(seen).toEqual([]);
    time.step(10);
    expect(seen).toEqual(['a', 'b']);
    time.step(100_000);
    expect(seen).toHaveLength(2);
    expect(time.pending).toBe(0);
  });

  it('tries what fails again after growing times, and forgets them after a success', () => {
    const time = clock();
    const start = time.now().getTime();
    const tries: number[] = [];
    const failures: Failure[] = [];
    let fails = true;
    const queue = new WorkQueue(
      time,
      () => {
        tries.push(time.now().getTime() - start);
        if (fails) throw new Error('no');
      },
      failure => failures.push(failure),
    );
    queue.add('a');
    time.step(130_000);
    const apart = tries.slice(1).map((at, index) => at - tries[index]);
    expect(apart).toEqual([
      100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000,
    ]);
    expect(failures.map(({ count }) => count)).toEqual(
      tries.map((_, index) => index + 1),
    );
    expect(failures.map(({ retryIn }) => retryIn).slice(0, 2)).toEqual([
      100, 200,
    ]);
    fails = false;
    time.step(30_000);
    expect(time.pending).toBe(0);
    fails = true;
    queue.add('a');
    time.step(10);
    expect(failures.at(-1)).toMatchObject({ key: 'a', count: 1, retryIn: 100 });
    queue.stop();
    expect(time.pending).toBe(0);
  });

  it('is not kept busy by a handler that wakes its own key and fails; others continue', () => {
    const time = clock();
    const count = { bad: 0, good: 0 };
    const queue: WorkQueue = new WorkQueue(
      time,
      key => {
        if (key === 'good') {
          count.good += 1;
          queue.addAfter('good', 1_000);
          return;
        }
        count.bad += 1;
        queue.add('bad');
        throw new Error('no');
      },
      () => {},
    );
    queue.add('bad');
    queue.add('good');
    time.step(600_010);
    // Its own changes bring it forward, yet at most once a second.
    expect(count.bad).toBeLessThan(610);
    expect(count.good).toBe(601);
  });

  it('looks at a change of what failed long before its retry is due', () => {
    const time = clock();
    let fails = true;
    let tries = 0;
    const queue = new WorkQueue(
      time,
      () => {
        tries += 1;
        if (fails) throw new Error('no');
      },
      () => {},
    );
    queue.add('a');
    time.step(60_000);
    const before = tries;
    fails = false;
    queue.add('a');
    time.step(1_000);
    expect(tries).toBe(before + 1);
    expect(time.pending).toBe(0);
  });
});
