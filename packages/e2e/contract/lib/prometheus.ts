import assert from 'node:assert/strict';
import { at, isRecord } from './json';

/** A series at one moment. */
export interface Sample {
  metric: Record<string, string>;
  /** Seconds since the epoch. */
  time: number;
  /** As it was written: `+Inf` and `NaN` are different here. */
  text: string;
  value: number;
}

/** A series over time. */
export interface Series {
  metric: Record<string, string>;
  /** Oldest first. */
  points: Array<Omit<Sample, 'metric'>>;
}

/** Parameters of a request; a list is sent as often as it has members. */
export type Parameters = Record<string, string | number | string[]>;

/** An answer as it came. */
export interface PrometheusAnswer {
  status: number;
  contentType: string;
  body: unknown;
}

/** A value as Prometheus writes it. */
export const numberOf = (text: string): number => {
  if (/^[+-]?Inf$/.test(text)) return text === '-Inf' ? -Infinity : Infinity;
  return Number(text);
};

function pointOf(pair: unknown): Omit<Sample, 'metric'> {
  const [time, text] = Array.isArray(pair) ? pair : [];
  assert.equal(typeof time, 'number', 'a time is a number');
  assert.equal(typeof text, 'string', 'a value is a string');
  return { time, text, value: numberOf(text) };
}

const listOf = (value: unknown): unknown[] => {
  assert.ok(Array.isArray(value), `no list: ${JSON.stringify(value)}`);
  return value;
};

function metricOf(entry: unknown): Record<string, string> {
  const metric = at(entry, 'metric');
  assert.ok(isRecord(metric), 'a series has labels');
  return Object.fromEntries(
    Object.entries(metric).map(([name, value]) => [name, String(value)]),
  );
}

/** Labels of a series as one text, the same for the same labels. */
export const keyOf = (
  metric: Record<string, string>,
  names = Object.keys(metric),
): string =>
  JSON.stringify([...names].sort().map(name => [name, metric[name] ?? '']));

/** Values by labels; each may be there once. */
export function byLabels(
  samples: Sample[],
  names?: string[],
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { metric, value } of samples) {
    const key = keyOf(metric, names);
    assert.ok(!found.has(key), `${key} is there twice`);
    found.set(key, value);
  }
  return found;
}

/** Prometheus' HTTP API as scenarios use it: every answer is looked at. */
export class Prometheus {
  constructor(readonly url: string) {}

  /** Sends a request and gives the answer as it comes. Parameters of a POST are sent as a form. */
  async raw(
    path: string,
    parameters: Parameters = {},
    method: 'GET' | 'POST' = 'GET',
  ): Promise<PrometheusAnswer> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      for (const one of Array.isArray(value) ? value : [String(value)]) {
        query.append(name, one);
      }
    }
    const address = new URL(`/api/v1/${path}`, this.url);
    if (method === 'GET') address.search = query.toString();
    const response = await fetch(address, {
      method,
      ...(method === 'POST' ? { body: query } : {}),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = text;
    }
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body,
    };
  }

  /** The `data` of a success. */
  async data(
    path: string,
    parameters?: Parameters,
    method?: 'GET' | 'POST',
  ): Promise<unknown> {
    const answer = await this.raw(path, parameters, method);
    assert.equal(
      answer.status,
      200,
      `${path} ${JSON.stringify(parameters)}: ${JSON.stringify(answer.body)}`,
    );
    assert.match(answer.contentType, /^application\/json/);
    assert.equal(at(answer.body, 'status'), 'success');
    return at(answer.body, 'data');
  }

  /** Requires an error of this kind and gives its message. */
  async refused(
    status: number,
    errorType: string,
    path: string,
    parameters?: Parameters,
  ): Promise<string> {
    const { status: found, body } = await this.raw(path, parameters);
    assert.deepEqual(
      [found, at(body, 'status'), at(body, 'errorType')],
      [status, 'error', errorType],
      `${path} ${JSON.stringify(parameters)}: ${JSON.stringify(body)}`,
    );
    assert.equal(at(body, 'data'), undefined, 'an error has no data');
    return String(at(body, 'error'));
  }

  async #result(
    type: string,
    path: string,
    parameters: Parameters,
  ): Promise<unknown> {
    const data = await this.data(path, parameters);
    assert.equal(at(data, 'resultType'), type, String(parameters.query));
    return at(data, 'result');
  }

  /** An instant query whose result is a vector. */
  async vector(query: string, time: number): Promise<Sample[]> {
    const result = await this.#result('vector', 'query', { query, time });
    return listOf(result).map(entry => ({
      metric: metricOf(entry),
      ...pointOf(at(entry, 'value')),
    }));
  }

  /** An instant query whose vector has one series. */
  async one(query: string, time: number): Promise<Sample> {
    const samples = await this.vector(query, time);
    assert.equal(samples.length, 1, `${query}: ${JSON.stringify(samples)}`);
    return samples[0];
  }

  /** An instant query whose result is a scalar. */
  async scalar(query: string, time: number): Promise<Omit<Sample, 'metric'>> {
    return pointOf(await this.#result('scalar', 'query', { query, time }));
  }

  /** An instant query of a range vector: the samples themselves. */
  async samples(query: string, time: number): Promise<Series[]> {
    return this.#series(await this.#result('matrix', 'query', { query, time }));
  }

  async range(
    query: string,
    times: { start: number; end: number; step: number },
  ): Promise<Series[]> {
    return this.#series(
      await this.#result('matrix', 'query_range', { query, ...times }),
    );
  }

  #series(result: unknown): Series[] {
    return listOf(result).map(entry => ({
      metric: metricOf(entry),
      points: listOf(at(entry, 'values')).map(pointOf),
    }));
  }
}
