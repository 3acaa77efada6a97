import { gzipSync } from 'node:zlib';
import type { Route } from './routes';
import { Sample, sampleOf } from './samples';

/** A request that some part of the portal must refuse, or may answer, but never fail at. */
export interface BadRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** Numbers between 0 and 1, the same for the same seed. */
export type Random = () => number;

/** Mulberry32: the same requests on every machine, so that what fails can be repeated. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)];

const deep = (levels: number): unknown =>
  JSON.parse('['.repeat(levels) + ']'.repeat(levels));

/** Values that no field expects, or only just. */
const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9007199254740993,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '../../etc/passwd',
  '%',
  "'; drop table entries; --",
  '__proto__',
  'constructor',
  'x'.repeat(5000),
  '2026-01-01T00:00:00+99:99',
  '99999-99-99',
  'a:b:c/d/e',
  'http://',
  'http://[::1',
  '${{ 1 + }}',
  '{% if %}',
  '(',
  '[]',
  [],
  [null],
  [[]],
  [{}],
  {},
  { a: null },
  { $exists: 1 },
  { length: -1 },
  { toString: 1 },
  deep(90),
  Array.from({ length: 3000 }, (_, i) => `v${i}`),
];

/** Bodies that are no JSON of an object, with what they say they are. */
const RAW: Array<{ type?: string; encoding?: string; body?: string | Buffer }> =
  [
    {},
    { type: 'application/json', body: '' },
    { type: 'application/json', body: '{' },
    { type: 'application/json', body: 'null' },
    { type: 'application/json', body: '[]' },
    { type: 'application/json', body: '{}' },
    { type: 'application/json', body: '"text"' },
    { type: 'application/json', body: '{"__proto__":{"a":1}}' },
    { type: 'application/json', body: '\ufeff{}' },
    { type: 'application/json', body: Buffer.from([0xff, 0xfe, 0x00]) },
    { type: 'application/json', body: '{"a":'.repeat(5000) },
    {
      type: 'application/json',
      body: `${'['.repeat(20000)}${']'.repeat(20000)}`,
    },
    {
      type: 'application/json',
      body: `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    },
    { type: 'application/json', body: JSON.stringify('x'.repeat(2_000_000)) },
    { type: 'application/json; charset=utf-7', body: '{}' },
    { type: 'application/json; charset=x', body: '{}' },
    { type: 'application/json', encoding: 'gzip', body: 'no gzip' },
    { type: 'application/json', encoding: 'gzip', body: gzipSync('{}') },
    { type: 'application/json', encoding: 'zstd', body: '{}' },
    {
      type: 'application/json',
      encoding: 'gzip',
      body: gzipSync(Buffer.alloc(20_000_000, 0x20)),
    },
    { type: 'text/plain', body: '{}' },
    { type: 'application/x-www-form-urlencoded', body: 'a=1&b[c]=2' },
    { type: 'multipart/form-data; boundary=x', body: '--x\r\n' },
    { type: 'multipart/form-data', body: 'x' },
    { type: ';', body: '{}' },
  ];

/** Names that some route knows, for routes without a sample. */
const FIELDS = [
  'items',
  'entityRef',
  'entity',
  'ids',
  'filter',
  'fields',
  'limit',
  'offset',
  'values',
  'name',
  'id',
  'type',
];

/** What stands for a parameter of a path when it is to be found. */
const GOOD_SEGMENTS: Record<string, string> = {
  cluster: 'gke-prod',
  namespace: 'default',
  kind: 'component',
  name: 'order-service',
  action: 'promote',
  provider: 'sample-users',
};
const BAD_SEGMENTS = [
  'nothing',
  '%00',
  '%',
  '%E0%A4%A',
  '%2F',
  '..%2f..%2fetc%2fpasswd',
  '%20',
  '__proto__',
  'constructor',
  "'",
  'a:b:c',
  '%F0%9F%92%A5',
  'x'.repeat(3000),
  '-1',
  '1e999',
];

/** Odd requests to one route: as many as asked for, from the seed. */
export function badRequestsFor(
  route: Route,
  count: number,
  random: Random,
): BadRequest[] {
  const method = route.method === 'ALL' ? 'GET' : route.method;
  const sample = sampleOf(method, route.path) ?? {};
  const takesBody = !['GET', 'HEAD', 'DELETE'].includes(method);
  return Array.from({ length: count }, () => {
    const odd = random();
    const inPath = odd < 0.15;
    const inBody = takesBody && !inPath && odd < 0.85;
    const url =
      pathOf(route.path, random, inPath) +
      queryOf(sample, random, !inPath && !inBody);
    if (!takesBody) return { method, url, headers: {} };
    return { method, url, ...bodyOf(sample, random, inBody) };
  });
}

function pathOf(path: string, random: Random, odd: boolean): string {
  return path.replace(/:(\w+)(\([^)]*\))?|\*/g, (_, name?: string) =>
    odd && random() < 0.7
      ? pick(random, BAD_SEGMENTS)
      : GOOD_SEGMENTS[name ?? ''] ?? 'nothing',
  );
}

/** Half a surrogate pair becomes a replacement character: an address cannot have it. */
const pair = (key: string, value: string) =>
  `${encodeURIComponent(key)}=${encodeURIComponent(
    Buffer.from(value).toString(),
  )}`;

function queryOf(sample: Sample, random: Random, odd: boolean): string {
  const entries = Object.entries(sample.query ?? {}).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one]),
  );
  // Few together, so that one does not hide another.
  const some = entries.filter(() => random() < 0.4);
  const parts = some.map(([key, value]) => pair(key, value));
  if (odd) {
    const key =
      entries.length > 0 ? pick(random, entries)[0] : pick(random, FIELDS);
    const value = pick(random, VALUES);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    parts.push(
      pick(random, [
        pair(key, text),
        `${pair(`${key}[]`, text)}&${pair(`${key}[]`, text)}`,
        pair(`${key}[a][b]`, text),
        `${pair(key, text)}&${pair(key, 'b')}`,
        `${encodeURIComponent(key)}=%E0%A4%A`,
        `${key}`,
        Array.from({ length: 1200 }, (_, i) => `f${i}=`).join('&'),
      ]),
    );
  }
  // Longer ones are refused by Node itself, with 431.
  const query = parts.join('&').slice(0, 12_000);
  return query ? `?${query}` : '';
}

function bodyOf(
  sample: Sample,
  random: Random,
  odd: boolean,
): Pick<BadRequest, 'headers' | 'body'> {
  if (odd && random() < 0.35) {
    const { type, encoding, body } = pick(random, RAW);
    return {
      headers: {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      },
      body,
    };
  }
  const good =
    sample.body ??
    Object.fromEntries(FIELDS.map(field => [field, pick(random, VALUES)]));
  const body = odd ? mutated(good, random) : good;
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** A copy with one part, or two, replaced, left out or added. */
function mutated(value: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(value);
  const times = random() < 0.8 ? 1 : 2;
  for (let time = 0; time < times; time += 1) {
    const places = [...placesOf(copy)];
    if (places.length === 0) return structuredClone(pick(random, VALUES));
    const { holder, key } = pick(random, places);
    const change = random();
    if (change < 0.15) Reflect.deleteProperty(holder, key);
    else if (change < 0.2) Reflect.set(holder, 'unexpected', 1);
    else Reflect.set(holder, key, structuredClone(pick(random, VALUES)));
  }
  return copy;
}

function* placesOf(value: unknown): Generator<{ holder: object; key: string }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield { holder: value, key };
    yield* placesOf(inner);
  }
}
