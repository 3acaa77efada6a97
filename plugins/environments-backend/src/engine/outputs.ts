import { Outputs } from '@slipway/plugin-environments-common';
import { z } from 'zod/v3';

const text = z.string().max(1_000);

const outputSchema = z.record(
  z.string(),
  z.object({ sensitive: z.boolean().default(false), value: z.unknown() }),
);

const shapes = {
  namespace: text,
  cluster_name: text,
  secrets_path: text,
  cost_class: text,
  endpoints: z.record(z.string(), text.nullable()),
  quota: z.object({
    cpu: z.coerce.string(),
    memory: z.coerce.string(),
    pods: z.coerce.string(),
  }),
};

/**
 * The outputs of the environment root, from `terraform output -json`. What is
 * sensitive, or not what the contract of the root says, is left out.
 */
export function readOutputs(json: string): Outputs {
  const outputs = outputSchema.parse(JSON.parse(json));
  const of = <Name extends keyof typeof shapes>(
    name: Name,
  ): z.infer<(typeof shapes)[Name]> | undefined => {
    const output = outputs[name];
    if (!output || output.sensitive) return undefined;
    const read = shapes[name].safeParse(output.value);
    return read.success ? read.data : undefined;
  };
  const namespace = of('namespace');
  const clusterName = of('cluster_name');
  const quota = of('quota');
  const secretsPath = of('secrets_path');
  const costClass = of('cost_class');
  return {
    endpoints: of('endpoints') ?? {},
    ...(namespace ? { namespace } : {}),
    ...(clusterName ? { clusterName } : {}),
    ...(quota ? { quota } : {}),
    ...(secretsPath ? { secretsPath } : {}),
    ...(costClass ? { costClass } : {}),
  };
}
