import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { profilesOf } from '../profile/curve';
import { Suite, SuiteError } from '../types';
import { SuiteDocument } from './document';
import { suiteJsonSchema } from './jsonSchema';
import { brokenRules, thresholdsOf } from './rules';
import { secondsOf } from './units';

/** Largest `loadtest.yaml` that is read, characters. */
export const MAX_SUITE_LENGTH = 100_000;

let compiled: ValidateFunction<SuiteDocument> | undefined;

/** Compiled at first use: pages that show no suite do not pay for it. */
function validator(): ValidateFunction<SuiteDocument> {
  compiled ??= new Ajv({ allErrors: true }).compile<SuiteDocument>(
    suiteJsonSchema,
  );
  return compiled;
}

type Path = ReadonlyArray<string | number>;

/** Where the value under a path starts; of the nearest parent that is there. For a key that should not be there, the key. */
function positionOf(
  document: Document,
  lines: LineCounter,
  path: Path,
  key?: string,
): { line: number; column: number } {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (let length = path.length; length >= 0; length--) {
    const node =
      length === 0
        ? document.contents
        : document.getIn(path.slice(0, length), true);
    if (!isNode(node)) continue;
    if (key !== undefined && isMap(node)) {
      const pair = node.items.find(({ key: one }) => String(one) === key);
      if (isNode(pair?.key) && pair.key.range) return at(pair.key.range[0]);
    }
    if (node.range) return at(node.range[0]);
  }
  return { line: 1, column: 1 };
}

/** Keys and places of a JSON pointer; digits are places. */
function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

const PATTERNS: ReadonlyArray<[ends: RegExp, message: string]> = [
  [
    /(pacing|rampUp|hold|before|after|warmUp|stepHold|stepRampUp|window)$/,
    'must be a time with one unit: 250ms, 30s, 5m or 1h',
  ],
  [/url$/, 'must be http:// or https:// with host and port, without a path'],
  [/metric$/, 'must be a percentile as p95, failureRatio or throughput'],
  [/atMost$/, 'must be a time as 400ms, or a share as 1%'],
  [/endpoint$/, 'must be a method and a name, as in GET /api/orders'],
  [/locustfile$/, 'must be a .py file beside this file'],
];

function messageOf({ instancePath, keyword, message, params }: ErrorObject) {
  if (keyword === 'additionalProperties') {
    return `${params.additionalProperty} is not known here`;
  }
  if (keyword === 'required') return `${params.missingProperty} is missing`;
  if (keyword === 'enum') {
    return `must be one of ${params.allowedValues.join(', ')}`;
  }
  if (keyword === 'pattern' || keyword === 'type') {
    const own = PATTERNS.find(([ends]) => ends.test(instancePath));
    if (own) return own[1];
  }
  return message ?? 'is not valid';
}

/** Reads a `loadtest.yaml`. All errors are reported, each with line and column. Pure. */
export function parseSuite(
  text: string,
): { suite: Suite } | { errors: SuiteError[] } {
  if (text.length > MAX_SUITE_LENGTH) {
    return {
      errors: [
        {
          line: 1,
          column: 1,
          path: '',
          message: `The file is longer than ${MAX_SUITE_LENGTH} characters.`,
        },
      ],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    return {
      errors: document.errors.map(({ linePos, message }) => ({
        line: linePos?.[0].line ?? 1,
        column: linePos?.[0].col ?? 1,
        path: '',
        message: message.split('\n')[0].replace(/ at line \d+.*$/, ''),
      })),
    };
  }
  const error = (path: Path, message: string, key?: string): SuiteError => ({
    ...positionOf(document, lines, path, key),
    path: path.join('.'),
    message,
  });
  const validate = validator();
  // Aliases make small files large: 100 are more than a suite needs.
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (!validate(value)) {
    return {
      errors: (validate.errors ?? []).map(one =>
        error(
          pathOf(one.instancePath),
          messageOf(one),
          one.keyword === 'additionalProperties'
            ? one.params.additionalProperty
            : undefined,
        ),
      ),
    };
  }
  const broken = brokenRules(value);
  return broken.length > 0
    ? { errors: broken.map(({ path, message }) => error(path, message)) }
    : { suite: suiteOf(value) };
}

function suiteOf(document: SuiteDocument): Suite {
  const { name, description, locustfile, targets } = document;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    locustfile,
    userClasses: document.userClasses.map(one => ({
      name: one.name,
      weight: one.weight ?? 1,
      pacingSeconds: secondsOf(one.pacing) ?? 1,
      requestsPerTask: one.requestsPerTask ?? 1,
    })),
    targets,
    profiles: profilesOf(document.profiles),
    thresholds: thresholdsOf(document.thresholds),
  };
}
