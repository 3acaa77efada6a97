import { Definition } from '@slipway/plugin-environments-common';

/** Says to which environment an object belongs. */
export const NAME_LABEL = 'slipway.io/environment-name';

/**
 * The variables of the environment root, written as
 * `slipway.auto.tfvars.json`: values reach Terraform by this file alone.
 *
 * @param clusterName - name by which the root knows the cluster
 */
export function terraformVariables(
  definition: Definition,
  clusterName: string,
): Record<string, unknown> {
  const { name, owner, size, tier, expiresAt, services } = definition;
  return {
    name,
    owner,
    size,
    expires_at: expiresAt,
    services,
    // The root has labels of its own for the name, the owner and the end.
    labels: { tier },
    protected: definition.protected,
    cluster: clusterName,
  };
}

/** The values of the environment helmfile, written as `slipway-values.yaml` (JSON is YAML). */
export function helmfileValues(
  definition: Definition,
  clusterName: string,
  { namespace, entityRef }: { namespace: string; entityRef: string },
): Record<string, unknown> {
  const { name, owner, size, tier, expiresAt, services } = definition;
  return {
    environment: {
      name,
      namespace,
      owner,
      expiresAt,
      size,
      tier,
      labels: { [NAME_LABEL]: name },
      entityRef,
    },
    services,
    cluster: clusterName,
  };
}

/** A partial configuration of a backend, as Terraform reads it: a file of assignments. */
export function backendFile(values: Record<string, string | boolean>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${literal(value)}\n`)
    .join('');
}

/** A value as HCL: of a text, what would start an expression is escaped. */
function literal(value: string | boolean): string {
  if (typeof value === 'boolean') return String(value);
  return JSON.stringify(value).replace(/([$%])\{/g, '$1$1{');
}
