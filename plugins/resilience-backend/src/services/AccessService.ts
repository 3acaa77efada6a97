import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { resilienceReadPermission } from '@slipway/plugin-resilience-common';

/** Who may read. Who may act is asked by the runners of the actions. */
export class AccessService {
  constructor(
    private readonly permissions: Pick<PermissionsService, 'authorize'>,
  ) {}

  /** @throws NotAllowedError unless the caller may read joint runs */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    const [decision] = await this.permissions.authorize(
      [{ permission: resilienceReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return;
    throw new NotAllowedError(
      `Reading joint runs needs the permission ${resilienceReadPermission.name}.`,
    );
  }
}
