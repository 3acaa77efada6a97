import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import { LogFile } from './log-file.mjs';

describe('LogFile', () => {
  let directory;
  let path;
  let said;
  let full;
  const options = () => ({
    say: line => said.push(line),
    write: async (file, bytes) => {
      if (full) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return writeSync(file, bytes);
    },
  });
  const writing = (log, text) =>
    new Promise(resolve => log.write(text, resolve));

  before(() => mock.timers.enable({ apis: ['Date'] }));
  after(() => mock.timers.reset());
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'log-file-'));
    path = join(directory, 'logs/a.log');
    said = [];
    full = false;
  });
  after(() => rmSync(directory, { recursive: true }));

  it('keeps the log of the run before', async () => {
    for (const text of ['first', 'second']) {
      const log = new LogFile(path, options());
      log.end(text);
      await finished(log);
    }
    assert.equal(readFileSync(path, 'utf8'), 'second');
    assert.equal(readFileSync(`${path}.1`, 'utf8'), 'first');
  });

  it('survives a full disk: drains what writes, says so once, reports what is missing, and writes again', async () => {
    const log = new LogFile(path, options());
    await writing(log, 'before\n');
    full = true;
    const program = new PassThrough({ highWaterMark: 16 });
    program.pipe(log, { end: false });
    for (let n = 0; n < 1_000; n += 1) {
      // Resolves only when somebody reads.
      await writing(program, `lost ${n}\n`);
    }
    await writing(log, 'lost too\n');
    mock.timers.tick(2_000);
    await writing(log, 'still lost\n');
    assert.equal(said.length, 1);
    assert.match(said[0], /disk is full/);
    assert.match(log.tail, /still lost/);

    full = false;
    mock.timers.tick(2_000);
    await writing(log, 'after\n');
    assert.match(
      readFileSync(path, 'utf8'),
      /^before\n\n\[\d+ bytes are missing here[^\n]*\]\nafter\n$/,
    );
    assert.equal(said.length, 2);
    log.end();
    await finished(log);
  });

  it('does not need the file', async () => {
    writeFileSync(
      join(directory, 'logs'),
      'a file where a directory should be',
    );
    const log = new LogFile(path, options());
    log.end('lost');
    await finished(log);
    assert.equal(log.tail, 'lost');
    assert.equal(said.length, 1);
    assert.ok(!existsSync(path));
  });

  it('does not grow without end', async () => {
    const log = new LogFile(path, { ...options(), maxBytes: 100 });
    for (let n = 0; n < 10; n += 1) await writing(log, `${n}`.repeat(40));
    log.end();
    await finished(log);
    assert.ok(readFileSync(path, 'utf8').length <= 200);
    assert.ok(readFileSync(`${path}.1`, 'utf8').length <= 200);
  });
});
