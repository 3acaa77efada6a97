import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';

/** An action that takes longer asks again. */
const KEPT_MS = 60_000;

/**
 * The last answer about each user of a break-glass group, shared by all plugins
 * of the process. Nothing is decided by it: it is for who asks afterwards under
 * which grant something was decided.
 */
export class GrantAnswers {
  readonly #answers = new Map<
    string,
    { askedAt: number; grants: BreakGlassGrant[] }
  >();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds of a clock that never goes back. */
  time(): number {
    return this.now();
  }

  /** @param askedAt - {@link time} before the question was sent */
  keep(
    userEntityRef: string,
    grants: BreakGlassGrant[],
    askedAt: number,
  ): void {
    const oldest = this.now() - KEPT_MS;
    for (const [user, answer] of this.#answers) {
      if (answer.askedAt < oldest) this.#answers.delete(user);
    }
    this.#answers.set(userEntityRef, { askedAt, grants });
  }

  /** The answer to a question that was sent at this time or later; undefined when there is none. */
  since(userEntityRef: string, time: number): BreakGlassGrant[] | undefined {
    const answer = this.#answers.get(userEntityRef);
    return answer && answer.askedAt >= time ? answer.grants : undefined;
  }
}

/** The {@link GrantAnswers} of this process. */
export const grantAnswersServiceRef = createServiceRef<GrantAnswers>({
  id: 'slipway.break-glass.answers',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { logger: coreServices.rootLogger },
      factory: () => new GrantAnswers(),
    }),
});
