import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  Action,
  ActionOverride,
  ActionStop,
  ActionStoppedError,
  ActionStops,
  ActionTypes,
  Decision,
} from '@slipway/plugin-actions-common';
import { askProvider } from '@slipway/plugin-work-node';
import { createHash } from 'node:crypto';
import { onlyOwners } from '../owner';
import { ActionRunnerOptions, ActionSubject, Owner } from '../types';
import { ActionCheck, CheckAnswer, CheckedAction } from './types';

/** Longest wait for the rules of one feature. */
const DEADLINE_MS = 10_000;

const NOTHING_STOPS: Found = {
  shown: [],
  all: [],
  notes: [],
  digest: digestOf([]),
  override: { allowed: true },
};

/** What stops an action, and how much of it the reader may see. */
interface Found {
  shown: ActionStop[];
  all: ActionStop[];
  notes: string[];
  digest: string;
  override: Decision;
}

/** What is recorded of the rules that an action passed. */
export interface Passed {
  /** What would have stopped it; with a reason only. */
  overridden: ActionStop[];
  reason?: string;
  notes: string[];
}

/** Of all that is stopped for, in no order of its own. */
function digestOf(stops: readonly ActionStop[]): string {
  const said = stops.map(({ rule, reason, items }) =>
    JSON.stringify([
      rule,
      items.length ? items.map(({ key }) => key).sort() : reason,
    ]),
  );
  return createHash('sha256').update(said.sort().join('\n')).digest('hex');
}

/** Of a stop only the rule, for who may not read more. */
const withheld = ({ rule }: ActionStop): ActionStop => ({
  rule,
  reason: `The rule "${rule}" stops this. You may not see for what.`,
  items: [],
});

/** Asks the rules of other features whether they stop an action, and who may override them. */
export class CheckDesk<T extends ActionTypes, Ref, A extends Action<T>> {
  constructor(
    private readonly options: {
      checks?: ActionRunnerOptions<T, Ref, object, A>['checks'];
      clusters: ActionRunnerOptions<T, Ref, object, A>['clusters'];
      permissions: Pick<PermissionsService, 'authorize'>;
      plugin: string;
      subject: ActionSubject<T, Ref, A>;
    },
  ) {}

  /**
   * What stops an action now, as its dialog shows it.
   *
   * @throws ServiceUnavailableError when the rules cannot be asked
   */
  async stops(
    action: A,
    ref: Ref,
    owner: Owner,
    credentials: BackstageCredentials,
  ): Promise<ActionStops> {
    const { shown, notes, digest, override } = await this.#find(
      action,
      ref,
      owner,
      credentials,
    );
    return { stops: shown, notes, digest, override };
  }

  /**
   * That nothing stops an action, or that it is overridden by somebody who may
   * and has seen all that stops it.
   *
   * @param onStops - receives what stops it, for the record, before it is refused
   * @throws ActionStoppedError without an override
   * @throws NotAllowedError when the actor may not override it
   * @throws ConflictError when something else stops it than was seen
   * @throws ServiceUnavailableError when the rules cannot be asked
   */
  async require(
    asked: {
      action: A;
      ref: Ref;
      credentials: BackstageCredentials;
      override?: ActionOverride;
    },
    owner: Owner,
    onStops: (stops: ActionStop[]) => void,
  ): Promise<Passed> {
    const { action, ref, credentials, override } = asked;
    const found = await this.#find(action, ref, owner, credentials);
    const { all, shown, notes, digest } = found;
    if (all.length === 0) return { overridden: [], notes };
    onStops(all);
    if (!override) throw new ActionStoppedError(shown);
    if (!found.override.allowed) {
      throw new NotAllowedError(found.override.reason);
    }
    if (override.digest !== digest) {
      throw new ConflictError(
        `What stops this changed since you looked. ${
          new ActionStoppedError(shown).message
        }`,
      );
    }
    return { overridden: all, reason: override.reason, notes };
  }

  async #find(
    action: A,
    ref: Ref,
    owner: Owner,
    credentials: BackstageCredentials,
  ): Promise<Found> {
    const { checks, clusters, plugin, subject } = this.options;
    const place = subject.placeOf(ref);
    // The safe direction: no rule, and no rule that cannot be asked, may stop it.
    const isSafe = action.risk.unrecordedOk === true;
    if (!checks || !clusters || !place || owner.by !== 'entity' || isSafe) {
      return NOTHING_STOPS;
    }
    const asked: CheckedAction = {
      plugin,
      action: action.name,
      target: subject.targetOf(ref),
      environment: clusters.environmentOf(place.cluster, place.namespace)
        .environment,
      entityRef: owner.entityRef,
    };
    const answers = await Promise.all(
      checks.concerning(asked).map(async check => {
        const answer = await answerOf(check, asked);
        return {
          ...answer,
          ...(answer.stops.length
            ? await this.#mayOf(check, owner.entityRef, credentials)
            : { read: true, override: true }),
        };
      }),
    );
    const all = answers.flatMap(({ stops }) => stops);
    return {
      all,
      shown: answers.flatMap(({ stops, read }) =>
        read ? stops : stops.map(withheld),
      ),
      notes: answers.flatMap(({ notes }) => notes),
      digest: digestOf(all),
      override: answers.every(({ read, override }) => read && override)
        ? { allowed: true }
        : {
            allowed: false,
            reason: `${onlyOwners(owner)} may override ${
              all.length === 1 ? 'this rule' : 'these rules'
            }.`,
          },
    };
  }

  async #mayOf(
    { permissions }: ActionCheck,
    entityRef: string,
    credentials: BackstageCredentials,
  ) {
    const [read, override] = await this.options.permissions.authorize(
      [permissions.read, permissions.override].map(permission => ({
        permission,
        resourceRef: entityRef,
      })),
      { credentials },
    );
    return {
      read: read.result === AuthorizeResult.ALLOW,
      override: override.result === AuthorizeResult.ALLOW,
    };
  }
}

async function answerOf(
  check: ActionCheck,
  asked: CheckedAction,
): Promise<CheckAnswer> {
  const given = await askProvider(() => check.check(asked), DEADLINE_MS);
  if ('answer' in given) return given.answer;
  throw new ServiceUnavailableError(
    `Nothing was done: the rules of ${check.plugin} cannot be asked (${given.reason}).`,
  );
}
