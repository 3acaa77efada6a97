import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { createPermission } from '@backstage/plugin-permission-common';
import { RolloutActionName } from './types';

/** May look at rollouts, of whatever owner. A basic permission: lists are not filtered by owner. */
export const rolloutsReadPermission = createPermission({
  name: 'rollouts.read',
  attributes: { action: 'read' },
});

const acting = (name: string) =>
  createPermission({
    name: `rollouts.${name}`,
    attributes: { action: 'update' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  });

/** One permission for each action, asked on the catalog entity that owns the workload. */
export const rolloutActionPermissions: Record<
  RolloutActionName,
  ReturnType<typeof acting>
> = {
  promote: acting('promote'),
  'promote-full': acting('promote-full'),
  'skip-step': acting('skip-step'),
  pause: acting('pause'),
  resume: acting('resume'),
  abort: acting('abort'),
  retry: acting('retry'),
  restart: acting('restart'),
  undo: acting('undo'),
  'set-image': acting('set-image'),
  'terminate-analysis': acting('terminate-analysis'),
};

export const rolloutsPermissions = [
  rolloutsReadPermission,
  ...Object.values(rolloutActionPermissions),
];
