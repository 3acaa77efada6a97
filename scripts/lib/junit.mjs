/**
 * Rows from JUnit XML, the one form in which every suite reports: jest,
 * Playwright, node:test and the commands of the real stack.
 *
 * @typedef {{id: string, target: string, outcome: 'passed' | 'failed', seconds: number, suite?: string, why?: string}} Row
 *   `why`: what the suite says about a failure
 * @typedef {{path: string[], host: string | undefined}} Found
 *   `path`: names from the outermost suite to the test; `host`: the project, in a report of Playwright
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const LISTS = [
  'testsuites',
  'testsuite',
  'testcase',
  'failure',
  'error',
  'skipped',
];
/** Loaded when there is something to read: a new checkout runs these scripts before anything is installed. */
function newParser() {
  const { XMLParser } = createRequire(join(ROOT, 'package.json'))(
    'fast-xml-parser',
  );
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    // Names of tests are texts of users: they are no entities of a document.
    processEntities: true,
    htmlEntities: true,
    isArray: name => LISTS.includes(name),
  });
}

/** The text of a failure: its body, or its message. */
const textOf = failure =>
  typeof failure === 'string'
    ? failure
    : failure['#text'] ?? failure['@message'] ?? '';

function* cases(element, path, host) {
  for (const child of element.testsuite ?? []) {
    const name = child['@name'];
    yield* cases(
      child,
      name ? [...path, name] : path,
      child['@hostname'] ?? host,
    );
  }
  for (const test of element.testcase ?? []) yield { test, path, host };
}

/**
 * @param {string} xml
 * @param {{target: string, about?: (found: Found) => {id: string, suite?: string}}} options
 *   `about`: the id of a test and the suite that it is compared in with other targets;
 *   by default the whole path, and none
 * @returns {Row[]} a test that was skipped has failed: nothing is skipped here
 */
export function rowsOfJunit(xml, { target, about = byPath }) {
  const document = newParser().parse(xml);
  const roots = [
    ...(document.testsuites ?? []),
    ...(document.testsuite ? [document] : []),
  ].filter(root => typeof root === 'object');
  return roots.flatMap(root =>
    [...cases(root, [], undefined)].map(({ test, path, host }) => {
      const name = test['@name'];
      const failures = [...(test.failure ?? []), ...(test.error ?? [])];
      const why = [
        ...failures.map(textOf),
        ...(test.skipped ? ['It was skipped.'] : []),
      ];
      const isWhole = path.at(-1) === name;
      return {
        ...about({ path: isWhole ? path : [...path, name], host }),
        target,
        outcome: why.length === 0 ? 'passed' : 'failed',
        seconds: Number(test['@time'] ?? 0),
        ...(why.length === 0 ? {} : { why: why.join('\n').trim() }),
      };
    }),
  );
}

/** @type {(found: Found) => {id: string}} */
export function byPath({ path }) {
  return { id: path.join(' › ') };
}
