import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { securityReadPermission } from '@slipway/plugin-security-common';

/** Who may read. */
export class AccessService {
  constructor(
    private readonly permissions: Pick<PermissionsService, 'authorize'>,
  ) {}

  /** @throws NotAllowedError unless the caller may read findings */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [decision] = await this.permissions.authorize(
      [{ permission: securityReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return;
    throw new NotAllowedError(
      `Reading findings needs the permission ${securityReadPermission.name}.`,
    );
  }
}
