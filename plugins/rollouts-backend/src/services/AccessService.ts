import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { rolloutsReadPermission } from '@slipway/plugin-rollouts-common';

/** Who may read. Who may act is asked by the runner of the actions. */
export class AccessService {
  static create(options: { permissions: PermissionsService }) {
    return new AccessService(options.permissions);
  }

  private constructor(private readonly permissions: PermissionsService) {}

  /** @throws NotAllowedError unless the caller may read rollouts */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [decision] = await this.permissions.authorize(
      [{ permission: rolloutsReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading rollouts needs the permission ${rolloutsReadPermission.name}.`,
      );
    }
  }
}
