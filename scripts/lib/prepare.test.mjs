import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { ROOT } from './paths.mjs';

const LEFT_OUT = new Set([
  '.git',
  '.slipway',
  '.toolchain',
  'dist',
  'dist-types',
  'field-cases',
  'node_modules',
  'reports',
]);

describe('a folder that is set up', () => {
  const parent = mkdtempSync(join(tmpdir(), 'slipway-prepare-'));
  const first = join(parent, 'first');
  /** Installs and builds with programs that do nothing, or that fail. */
  const prepare = (folder, program) => {
    const prepared = pathToFileURL(join(folder, 'scripts/lib/prepare.mjs'));
    const tools = { node: program, yarn: [program], env: process.env };
    return execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { ensureApp, ensureDependencies } from ${JSON.stringify(
          prepared,
        )};
        const tools = ${JSON.stringify(tools)};
        await ensureDependencies(tools);
        await ensureApp(tools);`,
      ],
      { encoding: 'utf8' },
    );
  };

  before(() => {
    cpSync(ROOT, first, {
      recursive: true,
      filter: path => !LEFT_OUT.has(basename(path)) || path === ROOT,
    });
    mkdirSync(join(first, 'node_modules'));
    mkdirSync(join(first, 'packages/app/dist'));
    const said = prepare(first, 'true');
    assert.match(said, /Installing dependencies/);
    assert.match(said, /Building the browser app/);
  });
  after(() => rmSync(parent, { recursive: true }));

  it('is neither installed nor built again', () => {
    assert.equal(prepare(first, 'false'), '');
  });

  it('is neither installed nor built again when it is copied, or moved, with its Node', () => {
    const copy = join(parent, 'copy');
    cpSync(first, copy, { recursive: true });
    assert.equal(prepare(copy, 'false'), '');
    const moved = join(parent, 'moved');
    renameSync(copy, moved);
    assert.equal(prepare(moved, join(moved, '.toolchain/node')), '');
  });

  it('is installed again when an install was killed, also with the lock file of before', () => {
    const lock = join(first, 'yarn.lock');
    const before = readFileSync(lock);
    writeFileSync(lock, '# another\n');
    assert.throws(() => prepare(first, 'false'));
    writeFileSync(lock, before);
    assert.match(prepare(first, 'true'), /Installing dependencies/);
  });

  it('is installed and built again when the lock file changes', () => {
    writeFileSync(join(first, 'yarn.lock'), '# another\n');
    assert.match(prepare(first, 'true'), /Installing.*\n.*\n.*Building/);
  });
});
