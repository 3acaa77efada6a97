import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { INFRA } from './terraform';

interface Report {
  results: {
    passed_checks: unknown[];
    failed_checks: { check_id: string; resource: string; file_path: string }[];
    skipped_checks: { check_id: string; resource: string }[];
  };
  summary: { parsing_errors: number };
}

/** checkov on the code, offline. */
function checkov(): Promise<Report> {
  const { SLIPWAY_CHECKOV: program } = process.env;
  if (!program) throw new Error('SLIPWAY_CHECKOV is not set');
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [
        ...['--directory', INFRA, '--framework', 'terraform'],
        ...['--output', 'json', '--compact'],
        ...['--download-external-modules', 'false', '--skip-download'],
        ...['--skip-path', '.terraform', '--soft-fail'],
      ],
      {
        maxBuffer: 256 * 1024 * 1024,
        env: { ...process.env, BC_SKIP_MAPPING: 'TRUE' },
      },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stderr}`));
        else resolve(JSON.parse(stdout));
      },
    );
  });
}

const SKIP = /checkov:skip=(\w+)(?::(.*))?$/gm;

/** Checks that the code skips: file, check and reason. */
function skips(): { file: string; id: string; why: string }[] {
  return readdirSync(INFRA, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.tf'))
    .flatMap(file =>
      [...readFileSync(join(INFRA, file), 'utf8').matchAll(SKIP)].map(
        ([, id, why = '']) => ({ file, id, why: why.trim() }),
      ),
    );
}

describe('checkov', () => {
  it('finds nothing that is not explained', async () => {
    const { results, summary } = await checkov();
    assert.equal(summary.parsing_errors, 0);
    const failed = results.failed_checks.map(
      one => `${one.check_id} ${one.resource} (${one.file_path})`,
    );
    assert.deepEqual([...new Set(failed)].sort(), []);
    const skipped = new Set(results.skipped_checks.map(one => one.check_id));
    for (const { file, id } of skips()) {
      assert.ok(skipped.has(id), `${file}: ${id} is skipped for nothing`);
    }
  });

  it('has a reason beside each check that is skipped', () => {
    for (const { file, id, why } of skips()) {
      assert.ok(why.length > 20, `${file}: ${id} has no reason`);
      assert.doesNotMatch(why, /as above/i, `${file}: ${id}`);
    }
  });
});
