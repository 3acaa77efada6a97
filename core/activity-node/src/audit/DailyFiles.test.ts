import { createMockDirectory } from '@backstage/backend-test-utils';
import * as fsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { DailyFiles, DailyFilesOptions, FileSystem } from './DailyFiles';

const DAY_MS = 24 * 60 * 60_000;

/** The real file system with a disk that takes so many bytes more. */
function smallDisk(): FileSystem & { left: number } {
  const disk = {
    ...fsPromises,
    left: Infinity,
    async open(...args: Parameters<FileSystem['open']>) {
      const handle = await fsPromises.open(...args);
      const write = handle.write.bind(handle) as (
        bytes: Buffer,
        offset: number,
        length?: number,
      ) => Promise<{ bytesWritten: number; buffer: Buffer }>;
      return Object.assign(handle, {
        async write(bytes: Buffer, offset: number) {
          const fits = Math.min(bytes.length - offset, disk.left);
          if (fits <= 0) {
            throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          }
          disk.left -= fits;
          return write(bytes, offset, fits);
        },
      });
    },
  };
  return disk;
}

describe('DailyFiles', () => {
  const directory = createMockDirectory();
  const clock = { now: new Date('2026-01-31T10:00:00Z') };
  beforeEach(() => {
    clock.now = new Date('2026-01-31T10:00:00Z');
    directory.clear();
  });

  const create = (options: Partial<DailyFilesOptions> = {}) =>
    new DailyFiles({
      directory: directory.resolve('audit'),
      maxFileBytes: 1_000,
      retentionMs: 30 * DAY_MS,
      now: () => clock.now,
      ...options,
    });
  const read = (name: string) =>
    fsPromises.readFile(directory.resolve('audit', name), 'utf8');
  const names = async () =>
    (await fsPromises.readdir(directory.resolve('audit'))).sort();

  it('appends to the file of the day, also after a new start', async () => {
    expect(await create().append(['one', 'two'])).toEqual({ kept: 2 });
    await create().prepare();
    expect(await create().append(['three'])).toEqual({ kept: 1 });
    expect(await read('audit-2026-01-31.jsonl')).toBe('one\ntwo\nthree\n');
    const { mode } = await fsPromises.stat(
      directory.resolve('audit/audit-2026-01-31.jsonl'),
    );
    expect(mode % 0o1000).toBe(0o600);
  });

  it('opens a further file when one is full, and another one each day', async () => {
    const files = create();
    const line = 'x'.repeat(600);
    for (let i = 0; i < 5; i++) await files.append([line]);
    clock.now = new Date('2026-02-01T00:00:00Z');
    await files.append([line]);
    expect(await names()).toEqual([
      'audit-2026-01-31.1.jsonl',
      'audit-2026-01-31.2.jsonl',
      'audit-2026-01-31.jsonl',
      'audit-2026-02-01.jsonl',
    ]);
    clock.now = new Date('2026-01-31T11:00:00Z');
    await create().append(['next']);
    expect(await read('audit-2026-01-31.2.jsonl')).toBe(`${line}\nnext\n`);
  });

  it('deletes what is past its retention, and nothing else', async () => {
    directory.setContent({
      audit: {
        'audit-2025-12-30.jsonl': 'old',
        'audit-2025-12-30.7.jsonl': 'old',
        'audit-2025-12-31.jsonl': 'its last hour is not past',
        'audit-2025-12-30.jsonl.gz': 'of somebody else',
        'notes.txt': 'of somebody else',
      },
    });
    clock.now = new Date('2026-01-30T23:00:00Z');
    await create().prune();
    expect(await names()).toEqual([
      'audit-2025-12-30.jsonl.gz',
      'audit-2025-12-31.jsonl',
      'notes.txt',
    ]);
  });

  it('makes its directory and its file again when they were moved away', async () => {
    const files = create();
    await files.append(['one']);
    directory.clear();
    expect(await files.append(['two'])).toEqual({ kept: 1 });
    expect(await read('audit-2026-01-31.jsonl')).toBe('two\n');
  });

  it('on a full disk says which lines are kept, and recovers without damage', async () => {
    const fs = smallDisk();
    const files = create({ fs });
    await files.append(['before']);
    fs.left = 'kept\n'.length + 2;
    expect(await files.append(['kept', 'lost', 'lost too'])).toEqual({
      kept: 1,
      error: expect.objectContaining({ code: 'ENOSPC' }),
    });
    expect(await files.append(['lost again'])).toMatchObject({ kept: 0 });
    fs.left = Infinity;
    expect(await files.append(['lost', 'after'])).toEqual({ kept: 2 });
    expect(await read('audit-2026-01-31.jsonl')).toBe(
      'before\nkept\nlo\nlost\nafter\n',
    );
  });

  it('a line that a killed process cut short does not swallow the next one', async () => {
    directory.setContent({
      audit: { 'audit-2026-01-31.jsonl': '{"whole":1}\n{"cut' },
    });
    await create().append(['{"next":1}']);
    expect(await read('audit-2026-01-31.jsonl')).toBe(
      '{"whole":1}\n{"cut\n{"next":1}\n',
    );
  });

  it('two processes that share a directory lose nothing', async () => {
    const [one, other] = [create(), create()];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? one : other).append([`line ${i} ${'x'.repeat(80)}`]),
      ),
    );
    const texts = await Promise.all((await names()).map(read));
    const lines = texts.join('').trimEnd().split('\n');
    expect(lines).toHaveLength(20);
    expect(new Set(lines.map(line => line.split(' ')[1])).size).toBe(20);
  });

  it('reports a directory that cannot be made', async () => {
    directory.setContent({ audit: 'a file' });
    await expect(create().prepare()).rejects.toMatchObject({ code: 'EEXIST' });
    expect(
      await create({ directory: join(directory.resolve('audit'), 'x') }).append(
        ['one'],
      ),
    ).toMatchObject({ kept: 0, error: expect.objectContaining({}) });
  });
});
