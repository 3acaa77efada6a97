import {
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  environmentsCreateForAnyPermission,
  environmentsCreatePermission,
  environmentsReadPermission,
} from '@slipway/plugin-environments-common';
import { ReadAccess } from '@slipway/plugin-live-node';

/** Who may read, and who may ask for an environment. Who may act on one is asked by the runner of the actions. */
export class AccessService extends ReadAccess {
  readonly #permissions: Pick<PermissionsService, 'authorize'>;
  readonly #userInfo: UserInfoService;

  constructor(options: {
    permissions: Pick<PermissionsService, 'authorize'>;
    userInfo: UserInfoService;
  }) {
    super({
      permissions: options.permissions,
      permission: environmentsReadPermission,
      what: 'environments',
    });
    this.#permissions = options.permissions;
    this.#userInfo = options.userInfo;
  }

  /** Teams for which the user may create one: their own groups; undefined: any. */
  async ownersOf(
    credentials: BackstageCredentials,
  ): Promise<string[] | undefined> {
    if (await this.#may(environmentsCreateForAnyPermission, credentials)) {
      return undefined;
    }
    if (!(await this.#may(environmentsCreatePermission, credentials))) {
      return [];
    }
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      credentials,
    );
    return ownershipEntityRefs.filter(ref => ref.startsWith('group:'));
  }

  /**
   * The user who asks for an environment of a team.
   *
   * @throws NotAllowedError unless it is a team of the user
   */
  async requireCreate(
    owner: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const owners = await this.ownersOf(credentials);
    if (owners && !owners.includes(owner)) {
      throw new NotAllowedError(
        owners.length
          ? `You may create environments for ${owners.join(
              ', ',
            )}, not for ${owner}.`
          : `Creating an environment needs the permission ${environmentsCreatePermission.name}.`,
      );
    }
    return (await this.#userInfo.getUserInfo(credentials)).userEntityRef;
  }

  async #may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }
}
