import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { checkedBaseUrl } from '@slipway/plugin-clusters-node';
import { z } from 'zod/v3';

/** Where the log lines of a cluster are. */
export interface LogsSource {
  url: string;
  index: string;
  headers: Record<string, string>;
  /** Fields that lines of the cluster have, where several clusters share an index. */
  fixed: Record<string, string>;
  maskEmails: boolean;
  deadlineMs: number;
}

/** A Eureka server of a cluster. */
export interface EurekaSource {
  url: string;
  /** The namespaces whose services register with it; all when absent. */
  namespace?: string;
  headers: Record<string, string>;
  graceMs: number;
  deadlineMs: number;
}

/** Where the health groups of services are reached. */
export interface HealthSource {
  /** With `{namespace}` and `{service}` in it; the path of health follows. */
  url: string;
  headers: Record<string, string>;
}

/** What this plugin reads beside metrics, by cluster. */
export interface ClusterSources {
  logs?: LogsSource;
  eureka: EurekaSource[];
  health?: HealthSource;
}

const headers = z.record(z.string()).default({});

const logsSchema = z
  .object({
    url: z.string(),
    // One path segment: an index, a list or a pattern of them.
    index: z
      .string()
      .regex(
        /^[\w*.-][\w*.,:<>{}-]{0,254}$/,
        'must be an index, a list or a pattern of them',
      )
      .default('filebeat-*'),
    headers,
    fixed: z.record(z.string()).default({}),
    maskEmails: z.boolean().default(true),
    deadlineSeconds: z.number().min(1).max(60).default(10),
  })
  .strict();

const eurekaSchema = z
  .object({
    url: z.string(),
    namespace: z.string().min(1).optional(),
    headers,
    graceSeconds: z.number().min(0).max(3_600).default(30),
    deadlineSeconds: z.number().min(1).max(60).default(8),
  })
  .strict();

const healthSchema = z.object({ url: z.string(), headers }).strict();

const clustersSchema = z.record(
  z.object({
    logs: logsSchema.optional(),
    eureka: z
      .union([eurekaSchema.transform(one => [one]), z.array(eurekaSchema)])
      .default([]),
    health: healthSchema.optional(),
  }),
);

/**
 * Reads `logs`, `eureka` and `health` of `slipway.clusters.<name>`, as plain
 * data, because cluster names such as `gke-1` are not valid configuration keys.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readClusterSources(
  config: Config,
): ReadonlyMap<string, ClusterSources> {
  const raw = config.getOptional('slipway.clusters') ?? {};
  const result = clustersSchema.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = ['slipway.clusters', ...issue.path].join('.');
    throw new InputError(`Invalid configuration at ${key}: ${issue.message}`);
  }
  return new Map(
    Object.entries(result.data).map(([cluster, sources]) => {
      const { logs, eureka, health } = sources;
      const key = (name: string) => `slipway.clusters.${cluster}.${name}.url`;
      if (logs) checkedBaseUrl(key('logs'), logs.url);
      eureka.forEach(({ url }) => checkedBaseUrl(key('eureka'), url));
      if (health) {
        checkedBaseUrl(key('health'), filledIn(health.url, 'a', 'a'));
      }
      return [
        cluster,
        {
          ...(logs ? { logs: logsOf(logs) } : {}),
          eureka: eureka.map(({ graceSeconds, deadlineSeconds, ...one }) => ({
            ...one,
            graceMs: graceSeconds * 1_000,
            deadlineMs: deadlineSeconds * 1_000,
          })),
          ...(health ? { health } : {}),
        },
      ];
    }),
  );
}

function logsOf({
  deadlineSeconds,
  ...logs
}: z.output<typeof logsSchema>): LogsSource {
  return { ...logs, deadlineMs: deadlineSeconds * 1_000 };
}

/** Names of Kubernetes hold nothing that means something in an address. */
export function filledIn(
  template: string,
  namespace: string,
  service: string,
): string {
  return template
    .replaceAll('{namespace}', encodeURIComponent(namespace))
    .replaceAll('{service}', encodeURIComponent(service));
}
