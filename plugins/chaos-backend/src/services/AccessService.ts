import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { faultReadPermission } from '@slipway/plugin-chaos-common';

/** Who may read. Who may act is asked by the runners of the actions. */
export class AccessService {
  constructor(private readonly options: { permissions: PermissionsService }) {}

  /** @throws NotAllowedError unless the caller may read faults */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission: faultReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading faults needs the permission ${faultReadPermission.name}.`,
      );
    }
  }
}
