import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowsOfJunit } from './junit.mjs';

describe('rowsOfJunit', () => {
  it('reads what jest-junit writes, and a file that did not run', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="1" errors="1" time="3">
  <testsuite name="core/a/src/a.test.ts" errors="0" failures="1" skipped="0" time="1" tests="2">
    <testcase classname="core/a/src/a.test.ts" name="adds 1 &lt; 2" time="0.25"></testcase>
    <testcase classname="core/a/src/a.test.ts" name="takes 007" time="1">
      <failure>Error: &quot;no&quot;
    at a.ts:1</failure>
    </testcase>
  </testsuite>
  <testsuite name="core/a/src/b.test.ts" errors="1" failures="0" time="0" tests="0">
    <testcase classname="Test suite failed to run" name="core/a/src/b.test.ts" time="0"><error>no such module</error></testcase>
  </testsuite>
</testsuites>`;
    assert.deepEqual(rowsOfJunit(xml, { target: 'jest' }), [
      {
        id: 'core/a/src/a.test.ts › adds 1 < 2',
        target: 'jest',
        outcome: 'passed',
        seconds: 0.25,
      },
      {
        id: 'core/a/src/a.test.ts › takes 007',
        target: 'jest',
        outcome: 'failed',
        seconds: 1,
        why: 'Error: "no"\n    at a.ts:1',
      },
      {
        id: 'core/a/src/b.test.ts',
        target: 'jest',
        outcome: 'failed',
        seconds: 0,
        why: 'no such module',
      },
    ]);
  });

  it('reads what node:test writes: suites in suites, tests at the top, skipped ones as failed', () => {
    const xml = `<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="contract" time="0.1" hostname="vm">
		<testsuite name="promote" time="0.1" hostname="vm">
			<testcase name="scenario" time="0.5" classname="test" failure="x">
				<failure type="testCodeFailure" message="x">
stack of x
				</failure>
			</testcase>
			<testcase name="prediction" time="0" classname="test"/>
		</testsuite>
		<testcase name="left" time="0" classname="test">
			<skipped type="skipped" message="true"/>
		</testcase>
	</testsuite>
	<testcase name="/a/file.test.mjs" time="0.1" classname="test"/>
	<!-- tests 4 -->
</testsuites>`;
    const rows = rowsOfJunit(xml, {
      target: 'real',
      about: ({ path }) => ({ id: path.slice(1).join(' › '), suite: path[0] }),
    });
    assert.deepEqual(
      rows.map(({ id, suite, outcome, why }) => [id, suite, outcome, why]),
      [
        ['promote › scenario', 'contract', 'failed', 'stack of x'],
        ['promote › prediction', 'contract', 'passed', undefined],
        ['left', 'contract', 'failed', 'It was skipped.'],
        ['', '/a/file.test.mjs', 'passed', undefined],
      ],
    );
  });

  it('hands the project of a report of Playwright on', () => {
    const xml = `<testsuites id="" name="" tests="1" failures="0" skipped="0" errors="0" time="1">
<testsuite name="a.spec.ts" timestamp="2026-01-01T00:00:00.000Z" hostname="portal" tests="1" failures="0" skipped="0" time="1" errors="0">
<testcase name="list › shows all" classname="a.spec.ts" time="1.5">
<system-out>
<![CDATA[
a line]]>
</system-out>
</testcase>
</testsuite>
</testsuites>`;
    assert.deepEqual(
      rowsOfJunit(xml, {
        target: 'real',
        about: ({ path, host }) => ({ id: path.join(' › '), suite: host }),
      }),
      [
        {
          id: 'a.spec.ts › list › shows all',
          suite: 'portal',
          target: 'real',
          outcome: 'passed',
          seconds: 1.5,
        },
      ],
    );
  });

  it('finds nothing in an empty report', () => {
    for (const xml of ['<testsuites/>', '<testsuites></testsuites>']) {
      assert.deepEqual(rowsOfJunit(xml, { target: 'a' }), []);
    }
  });
});
