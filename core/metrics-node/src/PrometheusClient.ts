import { ServiceUnavailableError } from '@backstage/errors';
import { guardedLookup, transportReason } from '@slipway/plugin-clusters-node';
import { Agent, request } from 'undici';
import { z } from 'zod/v3';
import { PrometheusSettings } from './config';
import { RuleAlert, Sample } from './prometheusTypes';

export type { Sample } from './prometheusTypes';

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const sampleSchema = z
  .tuple([z.number(), z.string()])
  .transform(([at, value]): Sample => [at, parseSample(value)]);

const instantSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({
        metric: z.record(z.string()).default({}),
        value: sampleSchema,
      }),
    ),
  }),
});

const rangeSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string()).default({}),
        values: z.array(sampleSchema),
      }),
    ),
  }),
});

const words = z.record(z.string()).default({});
const rulesSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            name: z.string().default(''),
            query: z.string().default(''),
            alerts: z
              .array(
                z.object({
                  state: z.string(),
                  labels: words,
                  annotations: words,
                  activeAt: z.string().optional(),
                }),
              )
              .default([]),
          }),
        ),
      }),
    ),
  }),
});

/**
 * Prometheus' HTTP API. Equal questions that are on their way at the same time
 * are asked once; each has a deadline.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export class PrometheusClient {
  readonly #agent = new Agent({
    connections: 8,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guardedLookup },
  });
  readonly #underway = new Map<string, Promise<unknown>>();

  constructor(
    private readonly cluster: string,
    private readonly settings: Pick<
      PrometheusSettings,
      'url' | 'headers' | 'deadlineMs'
    >,
  ) {}

  /**
   * Value of a query now; `undefined` when there is no such series.
   *
   * @throws ServiceUnavailableError
   */
  async instant(query: string): Promise<Sample | undefined> {
    const body = await this.#ask('/api/v1/query', { query });
    return this.#parse(instantSchema, body).data.result[0]?.value;
  }

  /**
   * All series of a query now, with their labels.
   *
   * @throws ServiceUnavailableError
   */
  async vector(
    query: string,
  ): Promise<Array<{ labels: Record<string, string>; sample: Sample }>> {
    const body = await this.#ask('/api/v1/query', { query });
    return this.#parse(instantSchema, body).data.result.map(
      ({ metric, value }) => ({ labels: metric, sample: value }),
    );
  }

  /**
   * Values of a query over a range, oldest first. Times without a series are
   * left out.
   *
   * @throws ServiceUnavailableError
   */
  async range(
    query: string,
    range: { start: Date; end: Date; stepSeconds: number },
  ): Promise<Sample[]> {
    return (await this.matrix(query, range))[0]?.samples ?? [];
  }

  /**
   * All series of a query over a range, with their labels.
   *
   * @throws ServiceUnavailableError
   */
  async matrix(
    query: string,
    range: { start: Date; end: Date; stepSeconds: number },
  ): Promise<Array<{ labels: Record<string, string>; samples: Sample[] }>> {
    const body = await this.#ask('/api/v1/query_range', {
      query,
      start: (range.start.getTime() / 1000).toFixed(3),
      end: (range.end.getTime() / 1000).toFixed(3),
      step: String(range.stepSeconds),
    });
    return this.#parse(rangeSchema, body).data.result.map(
      ({ metric, values }) => ({ labels: metric, samples: values }),
    );
  }

  /**
   * Alerts of all rules that fire or wait to.
   *
   * @throws ServiceUnavailableError
   */
  async alerts(): Promise<RuleAlert[]> {
    const body = await this.#ask('/api/v1/rules', { type: 'alert' });
    return this.#parse(rulesSchema, body).data.groups.flatMap(({ rules }) =>
      rules.flatMap(({ name, query, alerts }) =>
        alerts.flatMap(({ state, ...alert }) =>
          state === 'firing' || state === 'pending'
            ? [{ name, query, state, ...alert }]
            : [],
        ),
      ),
    );
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #ask(path: string, parameters: Record<string, string>): Promise<unknown> {
    const url = new URL(this.settings.url);
    url.pathname = url.pathname.replace(/\/$/, '') + path;
    url.search = new URLSearchParams(parameters).toString();
    const key = url.href;
    let underway = this.#underway.get(key);
    if (!underway) {
      underway = this.#send(url).finally(() => this.#underway.delete(key));
      this.#underway.set(key, underway);
    }
    return underway;
  }

  async #send(url: URL): Promise<unknown> {
    const { headers, deadlineMs } = this.settings;
    try {
      const answer = await request(url, {
        dispatcher: this.#agent,
        headers: { ...headers, accept: 'application/json' },
        // From here on, also while it waits for a free connection.
        signal: AbortSignal.timeout(deadlineMs),
      });
      if (answer.statusCode !== 200) {
        await answer.body.dump();
        throw this.#unavailable(`it answered ${answer.statusCode}`);
      }
      return await answer.body.json();
    } catch (error) {
      if (error instanceof ServiceUnavailableError) {
        throw error;
      }
      throw error instanceof SyntaxError
        ? this.#unavailable("the answer is not of Prometheus' HTTP API")
        : this.#unavailable(transportReason(error));
    }
  }

  #parse<Schema extends z.ZodTypeAny>(
    schema: Schema,
    body: unknown,
  ): z.infer<Schema> {
    const result = schema.safeParse(body);
    if (!result.success) {
      throw this.#unavailable("the answer is not of Prometheus' HTTP API");
    }
    return result.data;
  }

  #unavailable(reason: string): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `Prometheus of cluster ${this.cluster} cannot be asked: ${reason}`,
    );
  }
}

function parseSample(value: string): number {
  switch (value) {
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return Number(value);
  }
}
