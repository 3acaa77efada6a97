/**
 * Test doubles for plugins that ask who has broken the glass.
 *
 * @packageDocumentation
 */
import {
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { BreakGlassGrant, isOpen } from '@slipway/plugin-break-glass-common';
import { breakGlassServiceRef } from './breakGlassServiceRef';
import { BreakGlassService } from './types';

/** A {@link BreakGlassService} in memory that a test fills. */
export interface FakeBreakGlass extends BreakGlassService {
  /** All grants, open or not; a test may change it. */
  readonly grants: BreakGlassGrant[];
  /** How often it was asked. */
  readonly calls: number;
  /** From now on every call rejects with this error; `undefined` ends it. */
  failWith(error: Error | undefined): void;
  /** For `startTestBackend({ features: [plugin, fake.factory] })`. */
  readonly factory: ServiceFactory<BreakGlassService, 'plugin'>;
}

/** Makes a {@link FakeBreakGlass} with these grants. */
export function fakeBreakGlass(grants: BreakGlassGrant[] = []): FakeBreakGlass {
  let failure: Error | undefined;
  let calls = 0;
  const fake: FakeBreakGlass = {
    grants,
    get calls() {
      return calls;
    },
    failWith(error) {
      failure = error;
    },
    async openGrants({ userEntityRef, entityRef }) {
      calls += 1;
      if (failure) throw failure;
      return grants.filter(
        grant =>
          isOpen(grant, new Date()) &&
          (userEntityRef === undefined ||
            userEntityRef === grant.userEntityRef) &&
          (entityRef === undefined || entityRef === grant.entityRef),
      );
    },
    time: () => 0,
    grantsSince: (_time, userEntityRef) => fake.openGrants({ userEntityRef }),
    factory: createServiceFactory({
      service: breakGlassServiceRef,
      deps: {},
      factory: () => fake,
    }),
  };
  return fake;
}

/** A grant of nora for order-service, open for the next half hour. */
export function grantOf(
  changes: Partial<BreakGlassGrant> = {},
): BreakGlassGrant {
  return {
    id: 'grant-1',
    userEntityRef: 'user:default/nora',
    entityRef: 'component:default/order-service',
    reason: 'Errors of 40 %, the owner does not answer',
    openedAt: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 30 * 60_000).toISOString(),
    ...changes,
  };
}
