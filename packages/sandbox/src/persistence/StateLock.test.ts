import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '../platform/watchParent';
import { lockState } from './StateLock';

describe('lockState', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sandbox-lock-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const lockedBy = (pid: number, identity: string) => {
    const { dev, ino } = statSync(directory);
    writeFileSync(
      join(directory, 'lock.json'),
      JSON.stringify({ pid, identity, folder: `${dev}:${ino}` }),
    );
  };

  it('is had once, and again when it is given free', async () => {
    const free = await lockState(directory, 0);
    await expect(lockState(directory, 0)).rejects.toThrow(
      `is in use by the sandbox of process ${process.pid}. End it (kill ${process.pid})`,
    );
    free();
    expect(readdirSync(directory)).toEqual([]);
    expect(await lockState(directory, 0)).toEqual(expect.any(Function));
  });

  it('is taken over from a process that has ended', async () => {
    lockedBy(2 ** 22 + 1, '1');
    expect(await lockState(directory, 0)).toEqual(expect.any(Function));
  });

  it('is taken over when a later process has the pid of its owner', async () => {
    lockedBy(process.pid, 'another start time');
    expect(await lockState(directory, 0)).toEqual(expect.any(Function));
  });

  it('belongs to nobody in a copy of the folder', async () => {
    const free = await lockState(directory, 0);
    const copy = join(directory, 'copy');
    cpSync(join(directory, 'lock.json'), join(copy, 'lock.json'));
    expect(await lockState(copy, 0)).toEqual(expect.any(Function));
    free();
  });

  it.each(['', '{', '[]', '{"pid":"x"}'])(
    'is taken over when it names nobody: %p',
    async text => {
      writeFileSync(join(directory, 'lock.json'), text);
      expect(await lockState(directory, 0)).toEqual(expect.any(Function));
    },
  );

  it('waits for a process that is ending', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    const pid = other.pid ?? 0;
    lockedBy(pid, identify(pid) ?? '');
    const locked = lockState(directory, 60_000);
    other.kill('SIGKILL');
    expect(await locked).toEqual(expect.any(Function));
  });
});
