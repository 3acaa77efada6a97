import { Permission } from '@backstage/plugin-permission-common';
import {
  decide,
  Verdict,
} from '@slipway/plugin-permission-backend-module-slipway';
import {
  rolloutActions,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import {
  sandboxReleaseCreatePermission,
  sandboxSpeedUpdatePermission,
  sandboxReadPermission,
} from '@slipway/plugin-sandbox-panel-common';

/** Permission of a feature; what the policy says to a member of a team; what it says to a member of the platform group. */
const TABLE: Array<[Permission, Verdict, Verdict]> = [
  [rolloutsReadPermission, 'allow', 'allow'],
  ...Object.values(rolloutActions).map(
    ({ permission }): [Permission, Verdict, Verdict] => [
      permission,
      'if-entity-owner',
      'allow',
    ],
  ),

  [sandboxReadPermission, 'allow', 'allow'],
  [sandboxReleaseCreatePermission, 'if-entity-owner', 'allow'],
  [sandboxSpeedUpdatePermission, 'deny', 'allow'],
];

describe('the policy on permissions of features', () => {
  it.each(TABLE.map(row => [row[0].name, ...row] as const))(
    '%s',
    (_, permission, member, platform) => {
      expect(decide(permission, { platform: false })).toBe(member);
      expect(decide(permission, { platform: true })).toBe(platform);
    },
  );
});
