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

/**
 * May accept a finding of an entity for a while, when somebody else allows it,
 * and take that back; asked on the entity.
 */
export const riskAcceptPermission = createPermission({
  name: 'security.risk.accept',
  attributes: { action: 'update' },
  resourceType: 'catalog-entity',
});

/** Beside it, to accept a finding in all services. A basic permission. */
export const riskAcceptEverywherePermission = createPermission({
  name: 'security.risk.accept-everywhere',
  attributes: { action: 'update' },
});

export const securityPermissions = [
  securityReadPermission,
  entityFindingsReadPermission,
  gateOverridePermission,
  riskAcceptPermission,
  riskAcceptEverywherePermission,
];
