import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks, junitOf } from './checks.ts';

describe('Checks', () => {
  it('counts, says and reports', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'real-stack-checks-'));
    try {
      const said: string[] = [];
      const report = join(folder, 'report.xml');
      const checks = new Checks('a suite', line => said.push(line), report);
      await checks.run('good', async () => 'a note');
      await checks.run('bad', async () => {
        throw new Error('1 < 2');
      });
      expect(checks.finish()).toBe(1);
      expect([checks.passed, checks.failed]).toEqual([1, 1]);
      expect(said).toEqual([
        expect.stringMatching(/^ok {6}good \(.* s\): a note$/),
        expect.stringMatching(/^FAILED {2}bad \(.* s\): 1 < 2$/),
        '1 passed, 1 failed',
      ]);
      expect(readFileSync(report, 'utf8')).toContain(
        '<failure>1 &lt; 2</failure>',
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('escapes what XML would read as its own', () => {
    expect(junitOf('a&b', [{ title: 'says "x" > y', seconds: 1.5 }])).toBe(
      [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<testsuites>',
        '  <testsuite name="a&amp;b">',
        '    <testcase name="says &quot;x&quot; &gt; y" time="1.5"/>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    );
  });
});
