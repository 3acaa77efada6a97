import { createPermission } from '@backstage/plugin-permission-common';

/**
 * May open the pages of findings, and read those of workloads that no entity
 * owns. A basic permission.
 */
export const securityReadPermission = createPermission({
  name: 'security.read',
  attributes: { action: 'read' },
});

/**
 * May read the findings of an entity; asked on the entity, so that a policy can
 * keep them to its owners. Exposed secrets are redacted for everybody.
 */
export const entityFindingsReadPermission = createPermission({
  name: 'security.entity.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});

/**
 * May promote a canary although a rule stops it for its new findings, with a
 * reason; asked on the entity that owns the rollout, beside the permission to promote.
 */
export const gateOverridePermission = createPermission({
  name: 'security.gate.override',
  attributes: { action: 'update' },
  resourceType: 'catalog-entity',
});

export const securityPermissions = [
  securityReadPermission,
  entityFindingsReadPermission,
  gateOverridePermission,
];
