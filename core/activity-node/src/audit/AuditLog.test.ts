import { mockServices } from '@backstage/backend-test-utils';
import { AuditLog, AuditLogOptions } from './AuditLog';
import { Appended } from './DailyFiles';
import { SILENT_DISK } from './failureReason';

const FULL_DISK =
  'The disk that holds the audit log is full. Free space on it; the portal recovers by itself.';
const FULL = Object.assign(new Error('/secret/path'), { code: 'ENOSPC' });

function setUp(options: Partial<AuditLogOptions> = {}) {
  const written: string[] = [];
  const state = { error: undefined as unknown, appends: 0 };
  const logger = mockServices.logger.mock();
  const log = new AuditLog({
    logger,
    retryMs: 60_000,
    gapLine: lost => `lost ${lost}`,
    files: {
      async append(lines): Promise<Appended> {
        state.appends += 1;
        await new Promise(resolve => setImmediate(resolve));
        if (state.error) return { kept: 0, error: state.error };
        written.push(...lines);
        return { kept: lines.length };
      },
    },
    ...options,
  });
  return { log, logger, written, state };
}

describe('AuditLog', () => {
  it('answers when a line is written; many lines at once take few appends', async () => {
    const { log, written, state } = setUp();
    const lines = Array.from({ length: 300 }, (_, i) => String(i));
    expect(await Promise.all(lines.map(line => log.write(line)))).toEqual(
      lines.map(() => undefined),
    );
    expect(written).toEqual(lines);
    expect(state.appends).toBeLessThan(10);
  });

  it('a line that comes when the last append ends is written too', async () => {
    const { log, written } = setUp();
    const first = log.write('a');
    const second = first.then(() => log.write('b'));
    await second;
    await Promise.all(['c', 'd'].map(line => log.write(line)));
    expect(written).toEqual(['a', 'b', 'c', 'd']);
  });

  it('on a full disk gives the reason without the path, and writes in order what was missing later', async () => {
    const { log, logger, written, state } = setUp();
    state.error = FULL;
    expect(await log.write('one')).toBe(FULL_DISK);
    expect(await log.write('two')).toBe(FULL_DISK);
    expect(log.failure).toMatchObject({
      reason: FULL_DISK,
    });
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(logger.error.mock.calls)).not.toContain('secret');

    state.error = undefined;
    expect(await log.write('three')).toBeUndefined();
    expect(written).toEqual(['one', 'two', 'three']);
    expect(log.failure).toBeUndefined();
  });

  it('tries again by itself, and once more when the process ends', async () => {
    const { log, written, state } = setUp({ retryMs: 5 });
    state.error = FULL;
    await log.write('one');
    state.error = undefined;
    while (written.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    const other = setUp();
    other.state.error = FULL;
    await other.log.write('one');
    other.state.error = undefined;
    await other.log.close();
    expect(other.written).toEqual(['one']);
  });

  it('a disk that hangs holds nobody up for ever', async () => {
    let answer: (appended: Appended) => void = () => {};
    const { log } = setUp({
      waitMs: 20,
      files: {
        append: () =>
          new Promise<Appended>(resolve => {
            answer = resolve;
          }),
      },
    });
    expect(await log.write('one')).toBe(SILENT_DISK);
    expect(log.failure?.reason).toBe(SILENT_DISK);
    answer({ kept: 1 });
    await log.close();
    expect(log.failure).toBeUndefined();
  });

  it('memory has an end: what is lost is counted in the log', async () => {
    const { log, written, state } = setUp({ maxWaiting: 2 });
    state.error = FULL;
    for (const line of ['one', 'two', 'three', 'four']) await log.write(line);
    state.error = undefined;
    await log.close();
    const [one, two, ...gaps] = written;
    expect([one, two]).toEqual(['one', 'two']);
    const lost = gaps.map(line => Number(/^lost (\d+)$/.exec(line)?.[1]));
    expect(lost.reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
