import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import {
  BreakGlassGrant,
  GrantFilter,
  GrantList,
  isOpen,
} from '@slipway/plugin-break-glass-common';
import { GrantAnswers } from './GrantAnswers';
import { BreakGlassService } from './types';

/** Permission decisions wait for this: better no grant than a page that hangs. */
const TIMEOUT_MS = 3_000;

/** {@link BreakGlassService} over the break-glass backend's HTTP API, as the calling plugin. */
export class HttpBreakGlassService implements BreakGlassService {
  static create(options: {
    answers: GrantAnswers;
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    return new HttpBreakGlassService(options);
  }

  private constructor(
    private readonly options: {
      answers: GrantAnswers;
      auth: AuthService;
      discovery: DiscoveryService;
    },
  ) {}

  async openGrants(filter: GrantFilter): Promise<BreakGlassGrant[]> {
    const { answers, auth, discovery } = this.options;
    const askedAt = answers.time();
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(filter)) {
      if (value !== undefined) search.set(name, value);
    }
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'break-glass',
      });
      const response = await fetch(
        `${await discovery.getBaseUrl('break-glass')}/v1/grants/of?${search}`,
        {
          headers: { authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      );
      if (!response.ok) throw await ResponseError.fromResponse(response);
      const { items } = (await response.json()) as GrantList;
      // The answer may have been under way when a grant came to its end.
      const open = items.filter(grant => isOpen(grant, new Date()));
      const { userEntityRef, entityRef } = filter;
      if (userEntityRef && !entityRef) {
        answers.keep(userEntityRef, open, askedAt);
      }
      return open;
    } catch (error) {
      throw new ServiceUnavailableError(
        'The grants of break-glass cannot be read',
        error,
      );
    }
  }

  time(): number {
    return this.options.answers.time();
  }

  async grantsSince(
    time: number,
    userEntityRef: string,
  ): Promise<BreakGlassGrant[]> {
    return (
      this.options.answers.since(userEntityRef, time) ??
      this.openGrants({ userEntityRef })
    );
  }
}
