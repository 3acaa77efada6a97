import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';

/**
 * Who may read one kind of things, by routes and tools as by topics. Who may
 * act is asked by the runners of the actions.
 */
export class ReadAccess {
  /**
   * @param options.permission - what reading needs
   * @param options.what - what is read, for the refusal: `joint runs`
   */
  constructor(
    private readonly options: {
      permissions: Pick<PermissionsService, 'authorize'>;
      permission: BasicPermission;
      what: string;
    },
  ) {}

  /** Whether the caller may read. */
  async mayRead(credentials: BackstageCredentials): Promise<boolean> {
    const { permissions, permission } = this.options;
    const [{ result }] = await permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  /** @throws NotAllowedError that names the permission, unless the caller may read */
  async requireRead(credentials: BackstageCredentials): Promise<void> {
    if (await this.mayRead(credentials)) return;
    const { permission, what } = this.options;
    throw new NotAllowedError(
      `Reading ${what} needs the permission ${permission.name}.`,
    );
  }
}
