import { Config } from '@backstage/config';
import {
  GrafanaSource,
  KibanaSource,
  ZipkinSource,
} from '@slipway/plugin-observability-common';
import { readChecked } from '@slipway/plugin-portal-node/config';
import { z } from 'zod/v3';

const ROOT = 'slipway.observability';

/** What this plugin reads from the configuration. */
export interface ObservabilityConfig {
  grafana: GrafanaSource[];
  kibana?: KibanaSource;
  zipkin?: ZipkinSource;
}

/** Browsers open it: http or https, without user or password, parameters or fragment. */
const address = z
  .string()
  .refine(text => {
    try {
      const url = new URL(text);
      return (
        /^https?:$/.test(url.protocol) &&
        !url.username &&
        !url.password &&
        !url.search &&
        !url.hash
      );
    } catch {
      return false;
    }
  }, 'must be an http or https address without credentials and parameters')
  .transform(text => text.replace(/\/+$/, ''));
/** A field of KQL stands in a query without quotes. */
const field = z.string().regex(/^[\w@./-]+$/, 'must be the name of a field');
const word = z.string().min(1);

const grafanaSchema = z.object({
  domain: address.optional(),
  hosts: z
    .array(z.object({ id: word, domain: address }).passthrough())
    .optional(),
});

const ownSchema = z
  .object({
    grafana: z
      .object({
        orgId: z.number().int().positive().default(1),
        datasources: z.record(word).default({}),
        dashboard: z
          .object({
            uid: z
              .string()
              .regex(/^[\w-]{1,64}$/, 'must be the uid of a dashboard'),
            slug: z
              .string()
              .regex(/^[\w.-]+$/)
              .optional(),
            variables: z
              .object({
                cluster: word,
                namespace: word,
                workload: word,
                revision: word,
              })
              .partial()
              .strict()
              .default({}),
          })
          .strict()
          .optional(),
      })
      .strict()
      .default({}),
    kibana: z
      .object({
        baseUrl: address,
        space: word.optional(),
        dataViewId: word,
        fields: z
          .object({
            cluster: field.optional(),
            namespace: field.default('kubernetes.namespace'),
            workload: field.default('kubernetes.labels.app_kubernetes_io/name'),
            revision: field.default(
              'kubernetes.labels.rollouts-pod-template-hash',
            ),
          })
          .strict()
          .default({}),
      })
      .strict()
      .optional(),
    zipkin: z.object({ baseUrl: address }).strict().optional(),
  })
  .strict();

/**
 * Reads where links lead to. The Grafanas are those of plugin-grafana:
 * `grafana.domain`, or `grafana.hosts[]` with an id each.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readObservabilityConfig(config: Config): ObservabilityConfig {
  const grafana = readChecked(config, 'grafana', grafanaSchema);
  const own = readChecked(config, ROOT, ownSchema);
  const hosts =
    grafana.hosts ??
    (grafana.domain ? [{ id: 'default', domain: grafana.domain }] : []);
  return {
    grafana: hosts.map(({ id, domain }) => ({
      id,
      baseUrl: domain,
      ...own.grafana,
    })),
    ...(own.kibana ? { kibana: own.kibana } : {}),
    ...(own.zipkin ? { zipkin: own.zipkin } : {}),
  };
}
