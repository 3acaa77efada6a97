import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { MIN_MINUTES } from '@slipway/plugin-break-glass-common';

const KEY = 'slipway.breakGlass';

/** All that can be done to a rollout; of faults, load tests and joint runs what ends them, and nothing that starts one. */
const DEFAULT_PERMISSIONS = [
  'rollouts.',
  'chaos.fault.pause',
  'chaos.fault.abort',
  'chaos.fault.stop',
  'loadtest.stop',
  'resilience.stop',
];

/** Beginning of the permissions of approvals: whoever breaks the glass acts, and allows nobody else to. */
const APPROVING = 'approvals.';

/** `slipway.breakGlass`, with defaults. */
export interface BreakGlassConfig {
  /** Full lower-case references of the groups whose members may break the glass. */
  groups: string[];
  maxMinutes: number;
  defaultMinutes: number;
  /** A grant gives the permissions whose names begin like this, and no other. */
  permissions: string[];
}

/** @throws InputError that names the field and the rule */
export function readBreakGlassConfig(config: Config): BreakGlassConfig {
  const groups = (
    config.getOptionalStringArray(`${KEY}.groups`) ?? ['group:default/on-call']
  ).map(ref => {
    const parsed = parseEntityRef(ref, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    if (parsed.kind.toLowerCase() !== 'group') {
      throw new InputError(
        `${KEY}.groups takes references of groups, and "${ref}" is not one`,
      );
    }
    return stringifyEntityRef(parsed);
  });
  const maxMinutes = config.getOptionalNumber(`${KEY}.maxMinutes`) ?? 240;
  if (!Number.isInteger(maxMinutes) || maxMinutes < MIN_MINUTES) {
    throw new InputError(
      `${KEY}.maxMinutes must be a whole number of at least ${MIN_MINUTES}`,
    );
  }
  const defaultMinutes =
    config.getOptionalNumber(`${KEY}.defaultMinutes`) ??
    Math.min(60, maxMinutes);
  if (
    !Number.isInteger(defaultMinutes) ||
    defaultMinutes < MIN_MINUTES ||
    defaultMinutes > maxMinutes
  ) {
    throw new InputError(
      `${KEY}.defaultMinutes must be a whole number from ${MIN_MINUTES} to ${maxMinutes}`,
    );
  }
  // The framework refuses empty texts, so no prefix stands for everything by accident.
  const permissions =
    config.getOptionalStringArray(`${KEY}.permissions`) ?? DEFAULT_PERMISSIONS;
  const approving = permissions.find(
    prefix => APPROVING.startsWith(prefix) || prefix.startsWith(APPROVING),
  );
  if (approving !== undefined) {
    throw new InputError(
      `${KEY}.permissions must not give "${approving}": break-glass gives no right to approve`,
    );
  }
  return { groups, maxMinutes, defaultMinutes, permissions };
}
