import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { faultReadPermission } from '@slipway/plugin-chaos-common';
import { metricsReadPermission } from '@slipway/plugin-metrics-common';

/** Who may read. Who may act is asked by the runners of the actions. */
export class AccessService {
  constructor(private readonly options: { permissions: PermissionsService }) {}

  /** @throws NotAllowedError unless the caller may read faults */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    if (!(await this.#may(faultReadPermission, credentials))) {
      throw new NotAllowedError(
        `Reading faults needs the permission ${faultReadPermission.name}.`,
      );
    }
  }

  /** Whether the caller may read what was measured of services. */
  mayReadMetrics(credentials: BackstageCredentials): Promise<boolean> {
    return this.#may(metricsReadPermission, credentials);
  }

  async #may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    return result === AuthorizeResult.ALLOW;
  }
}
