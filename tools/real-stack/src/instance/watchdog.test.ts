import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchdogLine } from './watchdog.ts';

describe('watchdogLine', () => {
  it('runs its command once the parent is gone, not before', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'watchdog-'));
    const parent = spawn('sleep', ['60'], { stdio: 'ignore' });
    await new Promise(resolve => parent.once('spawn', resolve));
    const mark = join(dir, 'ended');
    const line = watchdogLine(parent.pid ?? 0, ['touch', mark]);
    const watchdog = spawn(line.command, line.args, { stdio: 'ignore' });
    const ended = new Promise(resolve => watchdog.once('exit', resolve));
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(existsSync(mark)).toBe(false);
    parent.kill('SIGKILL');
    expect(await ended).toBe(0);
    expect(existsSync(mark)).toBe(true);
    rmSync(dir, { recursive: true });
  });

  it('refuses a process that does not exist', () => {
    expect(() => watchdogLine(2 ** 22 + 1, [])).toThrow('no process');
  });
});
