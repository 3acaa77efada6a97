import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Metric, Measurement } from '../analysisModel';
import { verdictOf } from './expression';
import { InstantQuery } from '../../../loops';

/** Measurements at a Prometheus. Upstream: `metricproviders/prometheus/prometheus.go`. */

const TIMEOUT = 30_000;

function post(url: URL, body: string): Promise<string> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const failure = (why: string) => new Error(`Post "${url.href}": ${why}`);
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method: 'POST',
        timeout: TIMEOUT,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve(Buffer.concat(chunks).toString('utf8')),
        );
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error('context deadline exceeded')),
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const port = url.port || (url.protocol === 'https:' ? '443' : '80');
      const dial = `dial tcp ${url.hostname}:${port}: connect: `;
      if (error.code === 'ECONNREFUSED') {
        reject(failure(`${dial}connection refused`));
      } else if (error.code === 'ENOTFOUND') {
        reject(failure(`dial tcp: lookup ${url.hostname}: no such host`));
      } else {
        reject(failure(error.message));
      }
    });
    outgoing.end(body);
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A sample `[time, "value"]` as a number. */
function sample(pair: unknown): number {
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined;
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return text === 'NaN' ? NaN : Number(text);
}

function parsedAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`bad_response: readObjectStart: ${text.slice(0, 100)}`);
  }
}

/** Asks the Prometheus at the address, over HTTP. */
export const queryOverHttp: InstantQuery = async (address, query) => {
  let url: URL;
  try {
    url = new URL(`${address.replace(/\/+$/, '')}/api/v1/query`);
  } catch {
    throw new Error('prometheus address is not is url format');
  }
  const answer = parsedAnswer(
    await post(url, new URLSearchParams({ query }).toString()),
  );
  if (!isRecord(answer) || !isRecord(answer.data)) {
    const { errorType, error } = isRecord(answer) ? answer : {};
    throw new Error(`${String(errorType ?? 'bad_response')}: ${String(error)}`);
  }
  const { resultType, result } = answer.data;
  if (resultType === 'scalar') return { type: 'scalar', value: sample(result) };
  if (resultType === 'vector' && Array.isArray(result)) {
    return {
      type: 'vector',
      values: result.map(series =>
        sample(isRecord(series) ? series.value : undefined),
      ),
    };
  }
  throw new Error('Prometheus metric type not supported');
};

/** A number as Prometheus writes it: never with an exponent. */
export function sampleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, whole, fraction = '', exponent] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? `${sign}${digits}${'0'.repeat(point - digits.length)}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Takes one measurement. A failure of any kind is a measurement too. */
export async function measure(
  metric: Metric,
  query: InstantQuery,
): Promise<Pick<Measurement, 'phase' | 'value' | 'message'>> {
  try {
    const [provider] = Object.keys(metric.provider ?? {});
    const prometheus = metric.provider?.prometheus;
    if (!prometheus) {
      throw new Error(
        `the sandbox measures with prometheus only, not with ${provider}`,
      );
    }
    const { address, query: text = '' } = prometheus;
    if (!address) throw new Error('prometheus address is not configured');
    const answer = await query(address, text);
    const value =
      answer.type === 'scalar'
        ? sampleText(answer.value)
        : `[${answer.values.map(sampleText).join(',')}]`;
    const result = answer.type === 'scalar' ? answer.value : answer.values;
    return { phase: verdictOf(result, metric), value };
  } catch (error) {
    return {
      phase: 'Error',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
