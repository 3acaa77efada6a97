import { createHash } from 'node:crypto';
import {
  Cloud,
  Definition,
  SIZE_LIMITS,
} from '@slipway/plugin-environments-common';
import { NAME_LABEL } from '../process/inputs';
import { PlanMode } from '../types';

/** What the model keeps of an environment, as a state of Terraform has it. */
export interface ModelState {
  serial: number;
  lineage: string;
  /** By address. */
  resources: Record<string, Record<string, unknown>>;
}

/** What each cloud calls the few things that an environment consists of. */
const TYPES: Record<
  Cloud,
  { namespace: string; identity: string; secrets: string; registry?: string }
> = {
  local: {
    namespace: 'terraform_data.namespace',
    identity: 'terraform_data.identity',
    secrets: 'local_file.secrets_path',
  },
  gcp: {
    namespace: 'kubernetes_namespace.environment',
    identity: 'google_service_account.environment',
    secrets: 'google_kms_crypto_key.environment',
    registry: 'google_artifact_registry_repository.environment',
  },
  aws: {
    namespace: 'kubernetes_namespace.environment',
    identity: 'aws_iam_role.environment',
    secrets: 'aws_kms_key.environment',
    registry: 'aws_ecr_repository.environment',
  },
  azure: {
    namespace: 'kubernetes_namespace.environment',
    identity: 'azurerm_user_assigned_identity.environment',
    secrets: 'azurerm_key_vault_key.environment',
    registry: 'azurerm_container_registry.environment',
  },
};

/** The resources that an environment would have. */
export function wantedResources(
  definition: Definition,
): Record<string, Record<string, unknown>> {
  const { name, cloud, size, owner, expiresAt, services } = definition;
  const types = TYPES[cloud];
  const labels = {
    [NAME_LABEL]: name,
    owner,
    ...(expiresAt ? { 'expires-at': expiresAt } : {}),
  };
  const limits = SIZE_LIMITS[size];
  return {
    [types.namespace]: { name, labels },
    'kubernetes_resource_quota.environment': {
      namespace: name,
      cpu: String(limits.cpu),
      memory: `${limits.memoryGi}Gi`,
      pods: limits.pods,
    },
    [types.identity]: { name: `env-${name}`, namespace: name },
    [types.secrets]: { path: `secret/environments/${name}` },
    ...(types.registry ? { [types.registry]: { name: `env-${name}` } } : {}),
    ...Object.fromEntries(
      Object.entries(services).map(([service, { version, replicas }]) => [
        `terraform_data.service[${JSON.stringify(service)}]`,
        { name: service, version, replicas: replicas ?? 1 },
      ]),
    ),
  };
}

const idOf = (address: string) =>
  createHash('sha256').update(address).digest('hex').slice(0, 12);

/** A plan in the form in which Terraform shows one, from what there is and what is wanted. */
export function simulatedPlan(
  state: ModelState | undefined,
  definition: Definition,
  mode: PlanMode,
): { json: string; next: ModelState } {
  const current = state?.resources ?? {};
  const wanted: ModelState['resources'] = {
    normal: wantedResources(definition),
    destroy: {},
    'refresh-only': current,
  }[mode];
  const addresses = [
    ...new Set([...Object.keys(current), ...Object.keys(wanted)]),
  ].sort();
  const changes = addresses.map(address => {
    const before = current[address] ?? null;
    const after = wanted[address] ?? null;
    return {
      address,
      mode: 'managed',
      type: address.split('.')[0],
      change: {
        actions: actionsOf(before, after),
        before: before && { ...before, id: idOf(address) },
        after:
          after && before ? { ...after, id: idOf(address) } : after ?? null,
        after_unknown: before ? {} : { id: true },
        before_sensitive: {},
        after_sensitive: {},
      },
    };
  });
  return {
    json: JSON.stringify({ format_version: '1.2', resource_changes: changes }),
    next: {
      serial: (state?.serial ?? 0) + 1,
      lineage: state?.lineage ?? `simulated-${definition.name}`,
      resources: wanted,
    },
  };
}

function actionsOf(before: object | null, after: object | null): string[] {
  if (!before) return ['create'];
  if (!after) return ['delete'];
  return JSON.stringify(before) === JSON.stringify(after)
    ? ['no-op']
    : ['update'];
}

/** What `terraform output -json` would answer. */
export function simulatedOutputs(
  { name, size, services }: Definition,
  cluster: string,
): string {
  const limits = SIZE_LIMITS[size];
  const values = {
    namespace: name,
    cluster_name: cluster,
    endpoints: Object.fromEntries(
      Object.keys(services).map(service => [service, null]),
    ),
    quota: {
      cpu: String(limits.cpu),
      memory: `${limits.memoryGi}Gi`,
      pods: String(limits.pods),
    },
    secrets_path: `secret/environments/${name}`,
    cost_class: size,
  };
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(values).map(([output, value]) => [
        output,
        { sensitive: false, value },
      ]),
    ),
  );
}
