import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  endProcess,
  identify,
  isAlive,
  markedProcesses,
  parseStat,
  startDetached,
} from './processes.ts';

// Processes start late on a busy machine.
jest.setTimeout(60_000);

describe('parseStat', () => {
  it('reads state and start time behind a command with spaces and brackets', () => {
    const fields = Array.from({ length: 50 }, (_, index) => String(index + 4));
    expect(parseStat(`42 (odd) name (x) S ${fields.join(' ')}`)).toEqual({
      state: 'S',
      startTime: '22',
    });
  });
});

describe('processes', () => {
  // A folder, and so a mark, for each test: what one has started is not found by another.
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'processes-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  async function untilLogged(file: string, text: string) {
    while (!readFileSync(join(dir, file), 'utf8').includes(text)) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  it('starts, finds by its mark and ends a process', async () => {
    const identity = await startDetached({
      command: '/bin/sh',
      args: ['-c', 'echo out; echo err >&2; exec sleep 60'],
      logFile: join(dir, 'log'),
      cwd: dir,
      instanceDir: dir,
    });
    expect(isAlive(identity)).toBe(true);
    expect(await markedProcesses(dir)).toEqual([identity]);
    // A program that is ended at once may not have said anything yet.
    await untilLogged('log', 'err');
    await endProcess(identity);
    expect(isAlive(identity)).toBe(false);
    expect(await markedProcesses(dir)).toEqual([]);
    expect(readFileSync(join(dir, 'log'), 'utf8')).toBe('out\nerr\n');
  });

  it('finds processes that are replacing their program', async () => {
    const started = [];
    for (let i = 0; i < 20; i++) {
      started.push(
        await startDetached({
          command: '/bin/sh',
          args: ['-c', 'exec /bin/sh -c "exec sleep 60"'],
          logFile: join(dir, 'log-of-many'),
          cwd: dir,
          instanceDir: dir,
        }),
      );
      const found = await markedProcesses(dir);
      expect(found.map(({ pid }) => pid).sort()).toEqual(
        started.map(({ pid }) => pid).sort(),
      );
    }
    await Promise.all(started.map(identity => endProcess(identity)));
  });

  it('ends a process that ignores SIGTERM', async () => {
    const identity = await startDetached({
      command: '/bin/sh',
      args: ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'],
      logFile: join(dir, 'stubborn'),
      cwd: dir,
      instanceDir: dir,
    });
    await untilLogged('stubborn', 'ready');
    await endProcess(identity, 200);
    expect(isAlive(identity)).toBe(false);
  });

  it('never signals a process that was given the pid later', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await new Promise(resolve => child.once('spawn', resolve));
    const identity = identify(child.pid ?? 0);
    expect(identity).toBeDefined();
    await endProcess({ ...identity!, startTime: '1' });
    expect(isAlive(identity!)).toBe(true);
    child.kill('SIGKILL');
  });

  it('reports a program that cannot be started', async () => {
    await expect(
      startDetached({
        command: join(dir, 'nothing-here'),
        args: [],
        logFile: join(dir, 'none'),
        cwd: dir,
        instanceDir: dir,
      }),
    ).rejects.toThrow('ENOENT');
  });
});
