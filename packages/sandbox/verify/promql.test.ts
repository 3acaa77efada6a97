import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ManualClock } from '@slipway/kube-sim';
import { createEngine, createPrometheusServer } from '@slipway/promql';
import { Answer, ask, queriesDiffer, weight } from './compare';
import { MOMENTS, NOT_SUPPORTED, queryCases, RANGES } from './queries';
import {
  findPrograms,
  RealPrometheus,
  startPrometheus,
} from './realPrometheus';
import { END, samples } from './samples';

const seconds = (milliseconds: number) => String(milliseconds / 1000);

/** Other requests that both must answer alike: path, parameters, method. */
const REQUESTS: Record<
  string,
  [path: string, parameters: Record<string, string>, method?: 'POST']
> = {
  'query by POST': [
    '/api/v1/query',
    { query: 'corner_zone', time: seconds(END) },
    'POST',
  ],
  'range by POST': [
    '/api/v1/query_range',
    {
      query: 'sum(corner_zone)',
      start: seconds(END - 60_000),
      end: seconds(END),
      step: '10s',
    },
    'POST',
  ],
  'time as RFC 3339': [
    '/api/v1/query',
    { query: 'corner_zone', time: '2026-01-15T14:00:00Z' },
  ],
  'bad time': ['/api/v1/query', { query: 'corner_zone', time: 'soon' }],
  'no query': ['/api/v1/query', {}],
  'range without step': [
    '/api/v1/query_range',
    { query: '1', start: '1', end: '2' },
  ],
  'range with step zero': [
    '/api/v1/query_range',
    { query: '1', start: '1', end: '2', step: '0' },
  ],
  'range backwards': [
    '/api/v1/query_range',
    { query: '1', start: '2', end: '1', step: '1' },
  ],
  'range too fine': [
    '/api/v1/query_range',
    { query: '1', start: '1', end: '20000', step: '1' },
  ],
  'range of a range vector': [
    '/api/v1/query_range',
    { query: 'corner_zone[1m]', start: '1', end: '2', step: '1' },
  ],
  series: ['/api/v1/series', { 'match[]': 'corner_limit' }],
  'series without match': ['/api/v1/series', {}],
  'series of a call': ['/api/v1/series', { 'match[]': 'abs(corner_limit)' }],
  labels: ['/api/v1/labels', {}],
  'labels of some': ['/api/v1/labels', { 'match[]': 'corner_limit' }],
  'label values': ['/api/v1/label/__name__/values', {}],
  'label values of some': [
    '/api/v1/label/kind/values',
    { 'match[]': 'corner_limit' },
  ],
  'label values of nothing': ['/api/v1/label/nothing/values', {}],
  'bad label name': ['/api/v1/label/1x/values', {}],
};

/** Lists in which order means nothing. */
function sorted(data: unknown): string {
  return JSON.stringify(
    Array.isArray(data)
      ? data
          .map(item =>
            typeof item === 'object' && item !== null
              ? JSON.stringify(Object.entries(item).sort())
              : String(item),
          )
          .sort()
      : data,
  );
}

function listsDiffer(real: Answer, own: Answer): string | undefined {
  const isQuery =
    typeof real.body.data === 'object' &&
    real.body.data !== null &&
    'resultType' in real.body.data;
  if (isQuery || real.body.status === 'error') {
    return queriesDiffer(real, own);
  }
  return sorted(real.body.data) === sorted(own.body.data)
    ? undefined
    : `${sorted(real.body.data)}, the sandbox has ${sorted(own.body.data)}`;
}

/** Asks both the same. */
class Comparisons {
  /** How many values of the real one were looked at. */
  compared = 0;

  constructor(private readonly real: string, private readonly own: string) {}

  both(...request: [string, Record<string, string>, 'POST'?]) {
    return Promise.all([ask(this.real, ...request), ask(this.own, ...request)]);
  }

  /** A query at all moments and over all ranges. @returns the first difference */
  async query(query: string): Promise<string | undefined> {
    for (const at of MOMENTS) {
      const problem = await this.#differ('/api/v1/query', {
        query,
        time: seconds(at),
      });
      if (problem) {
        return `${query}\n  at ${new Date(at).toISOString()}: ${problem}`;
      }
    }
    for (const { start, end, step } of RANGES) {
      const problem = await this.#differ('/api/v1/query_range', {
        query,
        start: seconds(start),
        end: seconds(end),
        step,
      });
      if (problem) {
        return `${query}\n  from ${new Date(
          start,
        ).toISOString()} by ${step}: ${problem}`;
      }
    }
    return undefined;
  }

  async #differ(
    path: string,
    parameters: Record<string, string>,
  ): Promise<string | undefined> {
    const [real, own] = await this.both(path, parameters);
    this.compared += weight(real);
    return queriesDiffer(real, own);
  }
}

describe('promql', () => {
  const programs = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'slipway-promql-'));
  const source = samples();
  const own = createPrometheusServer({
    engine: createEngine(source),
    store: source,
    clock: new ManualClock(new Date(END)),
  });
  let real: RealPrometheus | undefined;
  let started: Comparisons | undefined;
  const comparisons = () => {
    assert.ok(started, 'Prometheus did not start');
    return started;
  };

  before(async () => {
    real = await startPrometheus(programs, source, folder);
    const { url } = await own.listen(0);
    started = new Comparisons(real.url, url);
  });

  after(async () => {
    await own.close();
    await real?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { id, query } of queryCases(programs.helm)) {
    it(id, async () => {
      const problem = await comparisons().query(query);
      assert.ok(problem === undefined, problem);
    });
  }

  for (const [id, request] of Object.entries(REQUESTS)) {
    it(`request ${id}`, async () => {
      const problem = listsDiffer(...(await comparisons().both(...request)));
      assert.ok(problem === undefined, problem);
    });
  }

  for (const [id, [query, name]] of Object.entries(NOT_SUPPORTED)) {
    it(`refused by name ${id}`, async () => {
      const [answer, refusal] = await comparisons().both('/api/v1/query', {
        query,
        time: seconds(END),
      });
      assert.equal(
        answer.status,
        200,
        `Prometheus refuses it too: ${answer.body.error}`,
      );
      assert.equal(refusal.status, 400);
      assert.ok(refusal.body.error?.includes(name), refusal.body.error);
    });
  }

  it('compared values with a real Prometheus', t => {
    assert.ok(comparisons().compared > 0);
    t.diagnostic(`${comparisons().compared} values`);
  });
});
