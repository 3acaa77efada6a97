import { SandboxClock } from './SandboxClock';

const START = new Date('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

describe('SandboxClock', () => {
  it('lets a past happen in the order of its times, with what it awaits', async () => {
    const clock = new SandboxClock(START, jest.fn());
    const seen: string[] = [];
    const note = (what: string) =>
      seen.push(`${what} ${(clock.now().getTime() - START.getTime()) / 1_000}`);
    clock.after(5_000, () => note('once'));
    const cancelled = clock.after(1_000, () => note('never'));
    const stop = clock.every(2_000, () => note('every'));
    clock.after(3_000, async () => {
      await Promise.resolve();
      await Promise.resolve();
      note('awaited');
      clock.after(0, () => note('at once'));
    });
    clock.after(7_000, stop);
    cancelled();
    await clock.fastForward(at(20));
    expect(seen).toEqual([
      'every 2',
      'awaited 3',
      'at once 3',
      'every 4',
      'once 5',
      'every 6',
    ]);
    expect(clock.now()).toEqual(at(20));
    expect(clock.speed).toBe(0);
  });

  it('keeps the order of many timers', async () => {
    const clock = new SandboxClock(START, jest.fn());
    const seen: number[] = [];
    const times = Array.from(
      { length: 500 },
      (_, index) => (index * 7919) % 503,
    );
    times.forEach(time => clock.after(time, () => seen.push(time)));
    await clock.fastForward(at(1));
    expect(seen).toEqual([...times].sort((a, b) => a - b));
  });

  it('catches up with the system, also with what that takes', async () => {
    let system = START.getTime() + 100_000;
    const now = jest.spyOn(Date, 'now').mockImplementation(() => system);
    const clock = new SandboxClock(START, jest.fn());
    // Each sandbox second takes 100 ms of work.
    clock.every(1_000, () => {
      system += 100;
    });
    await clock.catchUp();
    expect(system - clock.now().getTime()).toBeLessThanOrEqual(20);
    now.mockRestore();
  });

  it('starts on a machine that is too slow to catch up', async () => {
    let system = START.getTime() + 2_000;
    const now = jest.spyOn(Date, 'now').mockImplementation(() => system);
    const clock = new SandboxClock(START, jest.fn());
    clock.every(1_000, () => {
      system += 1_000;
    });
    await clock.catchUp();
    expect(clock.now().getTime()).toBeGreaterThan(START.getTime());
    now.mockRestore();
  });

  it('continues after a callback has failed', async () => {
    const failed = jest.fn();
    const clock = new SandboxClock(START, failed);
    const after = jest.fn();
    clock.after(1, () => {
      throw new Error('oh');
    });
    clock.after(2, after);
    await clock.fastForward(at(1));
    expect(failed).toHaveBeenCalledWith(new Error('oh'));
    expect(after).toHaveBeenCalledTimes(1);
  });

  describe('running', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('goes with the time of the system times its speed', () => {
      const clock = new SandboxClock(START, jest.fn());
      const seen: Date[] = [];
      clock.every(10_000, () => seen.push(clock.now()));
      clock.run(10);
      jest.advanceTimersByTime(2_500);
      expect(clock.now()).toEqual(at(25));
      expect(seen).toEqual([at(10), at(20)]);
      clock.run(1);
      jest.advanceTimersByTime(4_999);
      expect(seen).toHaveLength(2);
      jest.advanceTimersByTime(1);
      expect(seen).toHaveLength(3);
      clock.stop();
      jest.advanceTimersByTime(60_000);
      expect(seen).toHaveLength(3);
      expect(clock.now()).toEqual(at(30));
    });

    it('does not make up for what it missed', () => {
      const clock = new SandboxClock(START, jest.fn());
      const callback = jest.fn();
      clock.every(1_000, callback);
      clock.run();
      jest.setSystemTime(Date.now() + 3_600_000);
      jest.advanceTimersByTime(1_000);
      expect(callback).toHaveBeenCalledTimes(1);
      jest.advanceTimersByTime(1_000);
      expect(callback).toHaveBeenCalledTimes(2);
    });
  });

  it.each([0, -1, NaN, Infinity])('has no speed %p', speed => {
    expect(() => new SandboxClock(START, jest.fn()).run(speed)).toThrow(
      'above 0',
    );
  });
});
