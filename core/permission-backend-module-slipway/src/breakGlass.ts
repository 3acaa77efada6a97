import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isOpen } from '@slipway/plugin-break-glass-common';
import {
  BreakGlassConfig,
  BreakGlassService,
} from '@slipway/plugin-break-glass-node';

/** Which entities a user may act on because they have broken the glass. */
export class BreakGlassGrants {
  /**
   * Answers of requests that are being decided. One request asks for many
   * permissions with the same credentials object, the next one brings its own:
   * nothing outlives a request, so an end counts at once.
   */
  readonly #asked = new WeakMap<object, Promise<string[]>>();

  constructor(
    private readonly options: {
      breakGlass: BreakGlassService;
      config: Pick<BreakGlassConfig, 'groups' | 'permissions'>;
      logger: LoggerService;
    },
  ) {}

  /**
   * The entities of the user's open grants. Asks for members of the
   * configured groups and for permissions with a configured prefix only.
   *
   * @returns nothing when the break-glass backend does not answer
   */
  async entities(
    permissionName: string,
    user: { userEntityRef: string; ownershipEntityRefs: string[] },
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { groups, permissions } = this.options.config;
    if (!permissions.some(prefix => permissionName.startsWith(prefix))) {
      return [];
    }
    if (!user.ownershipEntityRefs.some(ref => groups.includes(ref))) {
      return [];
    }
    const known = this.#asked.get(credentials);
    if (known) return known;
    const asked = this.#ask(user.userEntityRef);
    this.#asked.set(credentials, asked);
    return asked;
  }

  async #ask(userEntityRef: string): Promise<string[]> {
    try {
      const grants = await this.options.breakGlass.openGrants({
        userEntityRef,
      });
      // Asked for already; looked at again, because what is given here is leave to act.
      const now = new Date();
      return grants
        .filter(
          grant => grant.userEntityRef === userEntityRef && isOpen(grant, now),
        )
        .map(grant => grant.entityRef);
    } catch (error) {
      this.options.logger.warn(
        `${userEntityRef} has no break-glass grant, because grants cannot be read: ${stringifyError(
          error,
        )}`,
      );
      return [];
    }
  }
}
