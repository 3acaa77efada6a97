import { parseSuite } from './parseSuite';

const VALID = `name: Orders
locustfile: locustfile.py
userClasses:
  - name: Reader
    pacing: 2s
    weight: 3
  - name: Buyer
    pacing: 4s
    requestsPerTask: 2
targets:
  - environment: stage
    cluster: gke
    namespace: shop
    url: http://orders.shop:8300
profiles:
  spike: { base: 10, peak: 60, before: 30s, rampUp: 5s, hold: 1m, after: 30s }
thresholds:
  - { metric: p95, atMost: 400ms, window: 30s, stopOnBreach: true }
  - { metric: failureRatio, atMost: 1% }
  - { metric: throughput, atLeast: 5, endpoint: GET /orders }
`;

describe('parseSuite', () => {
  it('reads a suite', () => {
    const result = parseSuite(VALID);
    expect(result).toEqual({
      suite: expect.objectContaining({
        name: 'Orders',
        userClasses: [
          { name: 'Reader', weight: 3, pacingSeconds: 2, requestsPerTask: 1 },
          { name: 'Buyer', weight: 1, pacingSeconds: 4, requestsPerTask: 2 },
        ],
        thresholds: [
          {
            id: '1',
            metric: { kind: 'percentile', quantile: 0.95 },
            direction: 'atMost',
            limit: 400,
            windowSeconds: 30,
            stopOnBreach: true,
          },
          {
            id: '2',
            metric: { kind: 'failureRatio' },
            direction: 'atMost',
            limit: 0.01,
            stopOnBreach: false,
          },
          {
            id: '3',
            metric: { kind: 'throughput' },
            direction: 'atLeast',
            limit: 5,
            endpoint: 'GET /orders',
            stopOnBreach: false,
          },
        ],
      }),
    });
  });

  it.each<[string, string, string, { line: number; column: number }, RegExp]>([
    [
      'a time without a unit',
      'hold: 1m',
      'hold: 60',
      { line: 16, column: 63 },
      /time with one unit/,
    ],
    [
      'two units',
      'hold: 1m',
      'hold: 1m30s',
      { line: 16, column: 63 },
      /one unit/,
    ],
    [
      'an unknown key',
      'weight: 3',
      'wieght: 3',
      { line: 6, column: 5 },
      /wieght is not known/,
    ],
    [
      'a peak that is none',
      'peak: 60',
      'peak: 10',
      { line: 16, column: 28 },
      /higher than the base/,
    ],
    [
      'a limit between two buckets',
      '400ms',
      '1234ms',
      { line: 18, column: 28 },
      /nearest is 1230ms/,
    ],
    [
      'an address with a path',
      ':8300',
      ':8300/api',
      { line: 14, column: 10 },
      /without a path/,
    ],
    [
      'a locustfile elsewhere',
      'locustfile.py',
      '../other.py',
      { line: 2, column: 13 },
      /beside this file/,
    ],
    [
      'throughput that is at most',
      'atLeast: 5',
      'atMost: 5s',
      { line: 20, column: 5 },
      /needs atLeast/,
    ],
    [
      'a stop without a window',
      ', window: 30s',
      '',
      { line: 18, column: 49 },
      /needs a window/,
    ],
    [
      'a percentile without a time',
      'atMost: 400ms',
      'atMost: 4%',
      { line: 18, column: 5 },
      /needs atMost with a time/,
    ],
  ])('refuses %s', (_, from, to, position, message) => {
    const result = parseSuite(VALID.replace(from, to));
    expect(result).toEqual({
      errors: [
        expect.objectContaining({
          ...position,
          message: expect.stringMatching(message),
        }),
      ],
    });
  });

  it('reports what YAML itself refuses', () => {
    const result = parseSuite('name: [a\nlocustfile: b');
    expect(result).toEqual({
      errors: expect.arrayContaining([
        expect.objectContaining({ line: 2, column: expect.any(Number) }),
      ]),
    });
  });

  it('reports everything that is missing, and reads no large file', () => {
    expect(parseSuite('name: x')).toEqual({
      errors: expect.arrayContaining(
        ['locustfile', 'userClasses', 'targets', 'profiles'].map(key =>
          expect.objectContaining({ message: `${key} is missing` }),
        ),
      ),
    });
    expect(parseSuite('#'.repeat(200_000))).toEqual({
      errors: [expect.objectContaining({ line: 1 })],
    });
    expect(parseSuite('')).toEqual({ errors: [expect.anything()] });
  });
});
