import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Action, ActionTypes, Decision } from '@slipway/plugin-actions-common';
import { Bound } from '@slipway/plugin-clusters-common';
import {
  ActionAuthority,
  ObjectAccess,
  SubjectAccess,
} from './ActionAuthority';
import { ActionRecord } from './ActionRecord';
import { Asked } from './ActionSender';
import { Guardrails } from './Guardrails';
import { ownerOfBound } from './owner';
import { ActionRunnerOptions, Owner } from './types';

/** Who may do what to the things of a runner, and where. */
export class Admission<T extends ActionTypes, Ref, A extends Action<T>> {
  constructor(
    private readonly options: Pick<
      ActionRunnerOptions<T, Ref, object, A>,
      'actions' | 'grants' | 'subject'
    > & {
      authority: ActionAuthority<T['name']>;
      guardrails: Guardrails<T, Ref, A>;
    },
  ) {}

  /** What the caller may do to an object that is bound like this, with the reason where not. */
  async access(
    bound: Bound,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ObjectAccess<T['name']>> {
    const owner = ownerOfBound(
      `this ${this.options.subject.kind.toLowerCase()}`,
      bound,
    );
    return {
      entity: bound.entity,
      ...(await this.options.authority.access(owner, name, credentials)),
    };
  }

  /**
   * What the caller may do to each of many objects, in their order. Asks once
   * for each entity; says nothing of break-glass.
   */
  accessToEach(
    objects: ReadonlyArray<{ bound: Bound; name: string }>,
    credentials: BackstageCredentials,
  ): Promise<Array<Record<T['name'], Decision>>> {
    return this.options.authority.decideEach(
      objects.map(({ bound, name }) => ({
        owner: ownerOfBound(
          `this ${this.options.subject.kind.toLowerCase()}`,
          bound,
        ),
        name,
      })),
      credentials,
    );
  }

  /** What the caller may do to this, with the reason where not. Throws NotFoundError. */
  async accessTo(
    ref: Ref,
    credentials: BackstageCredentials,
  ): Promise<SubjectAccess<T['name']>> {
    const { subject } = this.options;
    return this.options.authority.access(
      await subject.ownerOf(ref, credentials),
      subject.nameOf(ref),
      credentials,
      this.#refusalOf(ref),
    );
  }

  /**
   * The permission of an action, and nothing else.
   *
   * @returns whose it is
   * @throws NotAllowedError, NotFoundError
   */
  async requirePermission(
    action: A,
    ref: Ref,
    credentials: BackstageCredentials,
  ): Promise<Owner> {
    const { authority, subject } = this.options;
    const owner = await subject.ownerOf(ref, credentials);
    await authority.require(action, owner, subject.nameOf(ref), credentials);
    return owner;
  }

  /**
   * The permission on the owning entity, and the guardrails of the place.
   *
   * @throws NotAllowedError, NotFoundError, InputError
   */
  async require(asked: Asked<T, Ref, A>, record: ActionRecord): Promise<Owner> {
    const { action, ref, actor, credentials } = asked;
    const { authority, grants, guardrails, subject } = this.options;
    const owner = await subject.ownerOf(ref, credentials);
    const since = grants?.time() ?? 0;
    try {
      if (!(await subject.isOwn?.(action, ref, actor))) {
        const refusalOf = subject.refusalOf?.bind(subject);
        await authority.require(
          action,
          owner,
          subject.nameOf(ref),
          credentials,
          refusalOf && (() => refusalOf(action, ref)),
        );
      }
    } finally {
      // After the permission, of a refusal too: what the policy was answered is not asked again.
      record.breakGlass = await grants?.grantOf(
        actor,
        owner,
        action.permission.name,
        since,
      );
    }
    await guardrails.requireAt(subject.placeOf(ref), asked);
    return owner;
  }

  #refusalOf(ref: Ref) {
    const { subject, actions } = this.options;
    if (!subject.refusalOf) return undefined;
    return async ({ name }: { name: T['name'] }) => {
      const action = actions.find(one => one.name === name);
      if (!action || !subject.refusalOf) throw new NotFoundError(name);
      return subject.refusalOf(action, ref);
    };
  }
}
