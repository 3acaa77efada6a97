import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { checkedBaseUrl } from '@slipway/plugin-clusters-node';
import { z } from 'zod/v3';

/** A Prometheus as `slipway.clusters.<name>.prometheus` describes it. */
export interface PrometheusSettings {
  url: URL;
  headers: Record<string, string>;
  /** Window of rates when the caller does not say: a few scrape intervals. */
  window: string;
  /** For each whole answer. */
  deadlineMs: number;
}

const prometheusSchema = z
  .object({
    url: z.string(),
    headers: z.record(z.string()).default({}),
    window: z
      .string()
      .regex(/^[1-9]\d*(s|m|h)$/, 'must be such as 30s, 1m or 2h')
      .default('1m'),
    deadlineSeconds: z.number().min(1).max(60).default(10),
  })
  .strict();

const clustersSchema = z.record(
  z.object({ prometheus: prometheusSchema.optional() }),
);

/**
 * Prometheus by cluster. Read as plain data, because cluster names such as
 * `gke-1` are not valid configuration keys.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readPrometheusSettings(
  config: Config,
): Map<string, PrometheusSettings> {
  const raw = config.getOptional('slipway.clusters') ?? {};
  const result = clustersSchema.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = ['slipway.clusters', ...issue.path].join('.');
    throw new InputError(`Invalid configuration at ${key}: ${issue.message}`);
  }
  const settings = new Map<string, PrometheusSettings>();
  for (const [cluster, { prometheus }] of Object.entries(result.data)) {
    if (prometheus) {
      const key = `slipway.clusters.${cluster}.prometheus.url`;
      const { deadlineSeconds, ...others } = prometheus;
      settings.set(cluster, {
        ...others,
        url: checkedBaseUrl(key, prometheus.url),
        deadlineMs: deadlineSeconds * 1_000,
      });
    }
  }
  return settings;
}
