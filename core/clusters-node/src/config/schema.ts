import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

const environment = z.enum(['dev', 'stage', 'prod']);
const namespaceName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'is not a namespace name');

const clusterSchema = z.object({
  title: z.string().min(1).optional(),
  environment: environment.optional(),
  namespaces: z
    .record(z.object({ environment: environment.optional() }))
    .default({}),
  watchNamespaces: z.array(namespaceName).min(1).optional(),
  impersonate: z.boolean().default(false),
  allowActions: z.boolean().default(false),
  answerWithinSeconds: z.number().min(0.1).max(60).optional(),
});

const kubeconfigSchema = z
  .object({
    file: z.string().min(1),
    context: z.string().min(1),
    allowActions: z.boolean().default(false),
  })
  .strict();

/** What `slipway.clusters.<name>` says of one cluster, with defaults. */
export type ClusterSettings = z.infer<typeof clusterSchema>;

/** What `slipway.kubeconfig` says. */
export type KubeconfigSettings = z.infer<typeof kubeconfigSchema>;

/** Everything that this package reads from the configuration. */
export interface ClustersSettings {
  clusters: ReadonlyMap<string, ClusterSettings>;
  kubeconfig?: KubeconfigSettings;
  /** False without a `kubernetes` section: plugin-kubernetes then never hands over a supplier. */
  expectSupplier: boolean;
}

/** Settings of a cluster that `slipway.clusters` does not name: look only, environment undeclared. */
export const UNDECLARED_CLUSTER: ClusterSettings = clusterSchema.parse({});

/**
 * Reads `slipway.clusters` and `slipway.kubeconfig`.
 *
 * The sections are read as plain data, because cluster names such as `gke-1`
 * are not valid configuration keys.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readClustersSettings(config: Config): ClustersSettings {
  const raw = config.getOptional('slipway.clusters') ?? {};
  const clusters = parse('slipway.clusters', z.record(clusterSchema), raw);
  const kubeconfig = config.getOptional('slipway.kubeconfig');
  return {
    clusters: new Map(Object.entries(clusters)),
    ...(kubeconfig !== undefined && {
      kubeconfig: parse('slipway.kubeconfig', kubeconfigSchema, kubeconfig),
    }),
    expectSupplier: config.has('kubernetes'),
  };
}

function parse<Schema extends z.ZodTypeAny>(
  key: string,
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new InputError(
      `Invalid configuration at ${[key, ...issue.path].join('.')}: ${
        issue.message
      }`,
    );
  }
  return result.data;
}
