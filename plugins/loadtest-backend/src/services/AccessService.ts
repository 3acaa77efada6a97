import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { loadtestReadPermission } from '@slipway/plugin-loadtest-common';

/** Who may read. Who may act is asked by the runners of the actions. */
export class AccessService {
  constructor(private readonly permissions: PermissionsService) {}

  /** @throws NotAllowedError unless the caller may read load tests */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [{ result }] = await this.permissions.authorize(
      [{ permission: loadtestReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading load tests needs the permission ${loadtestReadPermission.name}.`,
      );
    }
  }
}
