import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogEntityValidatePermission,
  catalogIngestionManagePermission,
  catalogLocationAnalyzePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
  catalogLocationReadPermission,
  RESOURCE_TYPE_CATALOG_ENTITY,
} from '@backstage/plugin-catalog-common/alpha';
import {
  kubernetesClustersReadPermission,
  kubernetesProxyPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateDryRunPermission,
  templateManagementPermission,
  templateParameterReadPermission,
  templateStepReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  breakGlassEndPermission,
  breakGlassOpenPermission,
  breakGlassReadPermission,
} from '@slipway/plugin-break-glass-common';
import { catalogConflictsReadPermission } from '@slipway/plugin-catalog-trust-common';
import { podLogsReadPermission } from '@slipway/plugin-clusters-common';
import { decide, Verdict } from './decide';

const featureReadPermission = createPermission({
  name: 'somefeature.read',
  attributes: { action: 'read' },
});
const featureActionPermission = createPermission({
  name: 'somefeature.restart',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});
const newPluginsPermission = createPermission({
  name: 'somethingnew.change',
  attributes: { action: 'update' },
});
const schedulerReadPermission = createPermission({
  name: 'scheduler.task.read',
  attributes: { action: 'read' },
});
const schedulerUpdatePermission = createPermission({
  name: 'scheduler.task.update',
  attributes: { action: 'update' },
});
const searchedLogsPermission = createPermission({
  name: 'observability.logs.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
const otherResourcePermission = createPermission({
  name: 'othertype.change',
  attributes: { action: 'update' },
  resourceType: 'other-type',
});

/** Permission; what it is for a member of a team; what it is for a member of the platform group. */
const TABLE: Array<[Permission, Verdict, Verdict]> = [
  [catalogEntityReadPermission, 'allow', 'allow'],
  [catalogLocationReadPermission, 'allow', 'allow'],
  [catalogEntityRefreshPermission, 'allow', 'allow'],
  [catalogEntityValidatePermission, 'allow', 'allow'],
  [catalogEntityDeletePermission, 'deny', 'allow'],
  [catalogEntityCreatePermission, 'deny', 'allow'],
  [catalogLocationCreatePermission, 'deny', 'allow'],
  [catalogLocationAnalyzePermission, 'deny', 'allow'],
  [catalogLocationDeletePermission, 'deny', 'allow'],
  [catalogIngestionManagePermission, 'deny', 'allow'],
  [catalogConflictsReadPermission, 'deny', 'allow'],

  [templateParameterReadPermission, 'allow', 'allow'],
  [templateStepReadPermission, 'allow', 'allow'],
  [taskReadPermission, 'allow', 'allow'],
  [taskCreatePermission, 'allow', 'allow'],
  [templateDryRunPermission, 'deny', 'allow'],
  [actionExecutePermission, 'allow', 'allow'],
  [taskCancelPermission, 'if-task-owner', 'allow'],
  [templateManagementPermission, 'deny', 'allow'],

  [kubernetesClustersReadPermission, 'allow', 'allow'],
  [kubernetesResourcesReadPermission, 'allow', 'allow'],
  [kubernetesProxyPermission, 'deny', 'deny'],
  [podLogsReadPermission, 'if-entity-owner', 'allow'],
  [searchedLogsPermission, 'if-entity-owner', 'allow'],

  [featureReadPermission, 'allow', 'allow'],
  [featureActionPermission, 'if-entity-owner', 'allow'],

  [breakGlassReadPermission, 'allow', 'allow'],
  [breakGlassOpenPermission, 'allow', 'allow'],
  [breakGlassEndPermission, 'deny', 'allow'],

  [schedulerReadPermission, 'deny', 'allow'],
  [schedulerUpdatePermission, 'deny', 'allow'],

  [newPluginsPermission, 'deny', 'allow'],
  [otherResourcePermission, 'deny', 'allow'],
];

describe('decide', () => {
  it.each(TABLE.map(row => [row[0].name, ...row] as const))(
    '%s',
    (_, permission, member, platform) => {
      expect(decide(permission, { platform: false })).toBe(member);
      expect(decide(permission, { platform: true })).toBe(platform);
    },
  );
});
