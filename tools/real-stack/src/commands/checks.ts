import { writeFileSync } from 'node:fs';
import type { Say } from '../build/build.ts';

interface Result {
  title: string;
  seconds: number;
  problem?: string;
}

const escape = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** The results as a JUnit report. */
export function junitOf(suite: string, results: readonly Result[]): string {
  const cases = results.map(({ title, seconds, problem }) => {
    const open = `    <testcase name="${escape(title)}" time="${seconds}"`;
    return problem === undefined
      ? `${open}/>`
      : `${open}><failure>${escape(problem)}</failure></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<testsuites>',
    `  <testsuite name="${escape(suite)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Runs named checks, says how each went, and leaves a JUnit report where one is asked for. */
export class Checks {
  readonly #suite: string;
  readonly #say: Say;
  readonly #report: string | undefined;
  readonly #results: Result[] = [];

  /** @param report file for the JUnit report */
  constructor(suite: string, say: Say, report?: string) {
    this.#suite = suite;
    this.#say = say;
    this.#report = report;
  }

  get failed(): number {
    return this.#results.filter(one => one.problem !== undefined).length;
  }

  get passed(): number {
    return this.#results.length - this.failed;
  }

  /** One check; what `work` returns is a note for the reader. */
  async run(title: string, work: () => Promise<string | void>): Promise<void> {
    const started = Date.now();
    const seconds = () => (Date.now() - started) / 1_000;
    try {
      const note = await work();
      this.#results.push({ title, seconds: seconds() });
      this.#say(
        `ok      ${title} (${seconds().toFixed(1)} s)${
          note ? `: ${note}` : ''
        }`,
      );
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#results.push({ title, seconds: seconds(), problem });
      this.#say(`FAILED  ${title} (${seconds().toFixed(1)} s): ${problem}`);
    }
  }

  /** Writes the report and says the sum. @returns the exit code */
  finish(): number {
    if (this.#report) {
      writeFileSync(this.#report, junitOf(this.#suite, this.#results));
    }
    this.#say(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }
}
