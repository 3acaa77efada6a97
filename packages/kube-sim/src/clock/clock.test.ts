import { ManualClock, RealClock } from '.';

describe('ManualClock', () => {
  it('stands still until it is stepped', () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const called: string[] = [];
    clock.after(1000, () => called.push('a'));
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
    clock.step(999);
    expect(called).toEqual([]);
    clock.step(1);
    expect(called).toEqual(['a']);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:01.000Z');
  });

  it('calls back in the order of times, then of asking, also what is asked for meanwhile', () => {
    const clock = new ManualClock();
    const called: string[] = [];
    clock.after(20, () => called.push('late'));
    clock.after(10, () => {
      called.push('first');
      clock.after(0, () => called.push('nested'));
      clock.after(10, () => called.push('after late'));
    });
    clock.after(10, () => called.push('second'));
    clock.step(20);
    expect(called).toEqual(['first', 'second', 'nested', 'late', 'after late']);
  });

  it('shows the time of each callback, repeats and cancels', () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const times: number[] = [];
    const cancel = clock.every(10, () => times.push(clock.now().getTime()));
    clock.step(35);
    cancel();
    clock.step(100);
    const start = Date.parse('2026-01-01T00:00:00Z');
    expect(times.map(time => time - start)).toEqual([10, 20, 30]);
    expect(clock.pending).toBe(0);
    expect(clock.next).toBeUndefined();
  });

  it('refuses to go back, and intervals of nothing', () => {
    expect(() => new ManualClock().step(-1)).toThrow(RangeError);
    expect(() => new ManualClock().every(0, () => {})).toThrow(RangeError);
  });
});

describe('RealClock', () => {
  beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => jest.useRealTimers());

  it.each([
    [1, 1000],
    [10, 10_000],
    [0.5, 500],
  ])('runs %s times as fast', (speed, expected) => {
    const clock = new RealClock({ speed });
    const start = clock.now().getTime();
    jest.advanceTimersByTime(1000);
    expect(clock.now().getTime() - start).toBe(expected);
  });

  it('calls back after sandbox time, and not once cancelled', () => {
    const clock = new RealClock({ speed: 10 });
    const called: string[] = [];
    clock.after(1000, () => called.push('a'));
    clock.after(500, () => called.push('cancelled'))();
    const cancel = clock.every(400, () => called.push('every'));
    jest.advanceTimersByTime(100);
    cancel();
    jest.advanceTimersByTime(1000);
    expect(called).toEqual(['every', 'every', 'a']);
  });

  it('waits longer than a timer of Node can', () => {
    const clock = new RealClock();
    const called = jest.fn();
    clock.after(2 ** 31 + 1000, called);
    jest.advanceTimersByTime(2 ** 31);
    expect(called).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2000);
    expect(called).toHaveBeenCalledTimes(1);
  });

  it.each([0, -1, Infinity])('refuses the speed %s', speed => {
    expect(() => new RealClock({ speed })).toThrow(RangeError);
  });
});
