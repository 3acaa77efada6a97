import { mkdtempSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { identify } from './processes.ts';

describe('withLock', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lock-'));
  const file = join(dir, 'lock');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = () =>
      withLock(file, async () => {
        inside++;
        most = Math.max(most, inside);
        await new Promise(resolve => setTimeout(resolve, 20));
        inside--;
      });
    await Promise.all([work(), work(), work()]);
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    await expect(
      withLock(file, () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a holder that has died', async () => {
    const me = identify(process.pid);
    writeFileSync(file, JSON.stringify({ ...me, startTime: '1' }));
    await expect(withLock(file, async () => 'done')).resolves.toBe('done');
  });

  it('says who holds it', async () => {
    writeFileSync(file, JSON.stringify(identify(process.pid)));
    await expect(withLock(file, async () => 'done', 50)).rejects.toThrow(
      `pid ${process.pid}`,
    );
    rmSync(file);
  });
});
