import { Definition, QuotaUse, Size } from '../types';

/** What an environment of a size may use; the rules module of Terraform has the same table. */
export const SIZE_LIMITS: Record<
  Size,
  { cpu: number; memoryGi: number; pods: number }
> = {
  small: { cpu: 2, memoryGi: 4, pods: 20 },
  medium: { cpu: 4, memoryGi: 8, pods: 40 },
  large: { cpu: 8, memoryGi: 16, pods: 80 },
};

/** What a team may have at once. */
export interface Quota {
  environments: number;
  cpu: number;
}

/** How much of its quota a team uses with these environments. */
export function quotaUse(
  existing: ReadonlyArray<Pick<Definition, 'size'>>,
  quota: Quota,
): QuotaUse {
  return {
    environments: existing.length,
    maxEnvironments: quota.environments,
    cpu: existing.reduce((sum, { size }) => sum + SIZE_LIMITS[size].cpu, 0),
    maxCpu: quota.cpu,
  };
}

/**
 * Why a team may not have one more; undefined when it may.
 *
 * @param existing - its environments that are not destroyed, without the one that is changed
 */
export function quotaProblem(
  owner: string,
  existing: ReadonlyArray<Pick<Definition, 'size'>>,
  wanted: Size,
  quota: Quota,
): string | undefined {
  const use = quotaUse(existing, quota);
  if (use.environments >= quota.environments) {
    return `${owner} has ${use.environments} of ${quota.environments} environments: destroy one first.`;
  }
  const cpu = SIZE_LIMITS[wanted].cpu;
  return use.cpu + cpu > quota.cpu
    ? `${owner} uses ${use.cpu} of ${quota.cpu} CPUs; a ${wanted} environment needs ${cpu} more.`
    : undefined;
}
