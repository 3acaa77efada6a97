import {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  assertError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  parseActionBody,
  Plan,
  ReadyAction,
} from '@slipway/plugin-actions-common';
import {
  Actor,
  Bound,
  ObjectRef,
  PatchWrite,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';
import { applyWrites, Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  ActionResult,
  RolloutActionName,
  rolloutActions,
  RolloutTypes,
  seenStateSchema,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import { Request } from 'express';
import { AccessService } from './AccessService';
import { ActionRecord } from './ActionRecord';
import { BreakGlassReader } from './BreakGlassReader';
import { Channel, checkGuardrails } from './guardrails';
import { detailPath } from './links';
import { maskValuesOf } from './maskValuesOf';
import { planObjects, RawObject } from './planObjects';
import { RolloutsService } from './RolloutsService';
import { actionSummary, stateInWords } from './words';

/** How often abort plans anew when something else wrote in between. */
const ABORT_ATTEMPTS = 4;

export interface ActionServiceOptions {
  access: AccessService;
  activity: ActivityService;
  auditor: AuditorService;
  breakGlass: BreakGlassReader;
  clusters: Clusters;
  owners: Owners;
  logger: LoggerService;
  rollouts: RolloutsService;
  userInfo: UserInfoService;
  appBaseUrl: string;
}

/** An action as it was asked for. */
export interface ActionCommand {
  ref: ObjectRef;
  action: RolloutActionName;
  /** `{ seen, args?, confirm? }`, not yet validated. */
  body: unknown;
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  channel: Channel;
  request?: Request;
}

interface Asked extends Omit<ActionCommand, 'body'> {
  seen: { uid: string; currentPodHash?: string; currentStepIndex?: number };
  ready: ReadyAction<RolloutTypes>;
  typedName: string | undefined;
  actor: Actor;
}

interface Sent {
  plan: Plan<PatchWrite>;
  resourceVersion: string;
}

/**
 * The one way in which this plugin changes anything in a cluster: validate,
 * permission, guardrails, fresh read, preconditions, record, patch, outcome.
 */
export class ActionService {
  static create(options: ActionServiceOptions) {
    return new ActionService(options);
  }

  private constructor(private readonly options: ActionServiceOptions) {}

  /**
   * Carries out an action for a person.
   *
   * @throws InputError for a body that is not right or a name that was not typed
   * @throws NotAllowedError when the person may not, or nobody may
   * @throws NotFoundError when there is no such rollout
   * @throws ConflictError when it has moved on since the person looked, or the action would do nothing
   * @throws ServiceUnavailableError when the record or the cluster does not answer; nothing was changed
   * @throws PartiallyAppliedError when a part was applied and another was not
   * @throws OutcomeUnknownError when the cluster was sent the change and did not confirm it
   */
  async act(command: ActionCommand): Promise<ActionResult> {
    const { body, ...rest } = command;
    const { seen, ready, typedName } = parseActionBody(
      rolloutActions[command.action],
      seenStateSchema,
      body,
    );
    const actor = await this.options.userInfo.getUserInfo(command.credentials);
    const asked: Asked = {
      ...rest,
      seen,
      ready,
      typedName,
      actor: {
        userEntityRef: actor.userEntityRef,
        ownershipEntityRefs: actor.ownershipEntityRefs,
      },
    };
    const record = await ActionRecord.open(this.options, {
      action: asked.action,
      actor: asked.actor.userEntityRef,
      target: { kind: 'Rollout', ...asked.ref },
      channel: asked.channel,
      request: asked.request,
    });
    try {
      return await this.#carryOut(asked, record);
    } catch (error) {
      assertError(error);
      await record.failed(error);
      throw error;
    }
  }

  async #carryOut(asked: Asked, record: ActionRecord): Promise<ActionResult> {
    const { action, ref } = asked;
    const bound = await this.#bound(ref);
    // Before the permission: a grant that it was judged by is not past its end here.
    record.breakGlass = await this.options.breakGlass.grantOf(
      asked.actor,
      bound,
    );
    const entityRef = await this.options.access.requireAct(
      action,
      bound,
      ref.name,
      asked.credentials,
    );
    checkGuardrails({
      action,
      environment: this.#environment(ref),
      channel: asked.channel,
      rolloutName: ref.name,
      typedName: asked.typedName,
      link: `${this.options.appBaseUrl}${detailPath(ref)}`,
    });
    await this.#requireWritable(ref.cluster);

    const sent = await this.#send(asked, entityRef, record);
    await record.succeeded(sent.plan.after);
    return {
      ...(record.activityId ? { activityId: record.activityId } : {}),
      ref,
      action,
      resourceVersion: sent.resourceVersion,
      message: [
        actionSummary(action, ref.name, 'done'),
        ...(record.missing ? [record.missing] : []),
      ].join(' '),
    };
  }

  /** Plans on a fresh object and sends the patches. Only abort tries again, and only while what the person saw still holds. */
  async #send(
    asked: Asked,
    entityRef: string,
    record: ActionRecord,
  ): Promise<Sent> {
    let begun = false;
    for (let attempt = 1; ; attempt++) {
      const plan = await this.#plan(asked, entityRef);
      if (!begun) {
        begun = true;
        await record.begin({
          plugin: 'rollouts',
          type: asked.action,
          actor: asked.actor.userEntityRef,
          target: {
            kind: 'Rollout',
            ...asked.ref,
            uid: asked.seen.uid,
            entityRef,
          },
          summary:
            actionSummary(asked.action, asked.ref.name, 'asked') +
            (record.breakGlass ? ' under break-glass' : ''),
          severity: 'notice',
          before: {
            ...plan.before,
            ...(record.breakGlass ? { breakGlass: record.breakGlass } : {}),
          },
        });
      }
      try {
        const last = await applyWrites(
          this.options.clusters,
          asked.ref.cluster,
          plan.writes,
          asked.actor,
        );
        return { plan, resourceVersion: last?.metadata.resourceVersion ?? '' };
      } catch (error) {
        assertError(error);
        if (error.name !== 'ConflictError') throw error;
        // Here nothing was changed: a part that was applied is another error.
        // Planning again compares again with what the person saw: a revision
        // that has changed ends the loop with its own refusal.
        if (asked.action === 'abort' && attempt < ABORT_ATTEMPTS) continue;
        this.options.logger.debug(
          `${asked.action} of ${asked.ref.name}: ${error.message}`,
        );
        throw this.#movedOn(asked.ref);
      }
    }
  }

  async #plan(asked: Asked, entityRef: string): Promise<Plan<PatchWrite>> {
    const { action, ref, seen, ready, actor } = asked;
    const { clusters } = this.options;
    const raw = await clusters.get<RawObject>(ROLLOUTS, ref);
    const fresh = this.#bind(ref.cluster, raw);
    if (
      fresh.entity.state !== 'bound' ||
      fresh.entity.entityRef !== entityRef
    ) {
      throw new ConflictError(
        `It has moved on: ${ref.name} no longer belongs to ${entityRef}.`,
      );
    }
    return ready.plan(
      {
        raw,
        digest: maskValuesOf(ref),
        ...(await planObjects(clusters, ref, action, raw, ready.args)),
      },
      seen,
      { actor: actor.userEntityRef, now: new Date().toISOString() },
    );
  }

  #movedOn(ref: ObjectRef): ConflictError {
    const now = this.options.rollouts.findDetail(ref);
    const where = now ? ` It is now ${stateInWords(now.core)}.` : '';
    return new ConflictError(
      `It has moved on: ${ref.name} changed while this was being sent.${where}`,
    );
  }

  /** Who owns the rollout: from the cache, or read afresh when the cache does not have it. */
  async #bound(ref: ObjectRef): Promise<Bound> {
    const key = this.options.rollouts.keyOf(ref);
    const known = key && this.options.rollouts.boundOf(key);
    if (known) return known;
    return this.#bind(
      ref.cluster,
      await this.options.clusters.get<RawObject>(ROLLOUTS, ref),
    );
  }

  #bind(cluster: string, { metadata }: RawObject): Bound {
    return this.options.owners.bind(cluster, metadata);
  }

  #environment({ cluster, namespace }: ObjectRef): ResolvedEnvironment {
    return this.options.clusters.environmentOf(cluster, namespace);
  }

  async #requireWritable(cluster: string) {
    const infos = await this.options.clusters.list();
    const info = infos.find(({ name }) => name === cluster);
    if (!info) throw new NotFoundError(`No cluster ${cluster} is configured.`);
    if (!info.allowActions) {
      throw new NotAllowedError(
        `The portal may only look at cluster ${cluster}: its configuration does not allow actions.`,
      );
    }
  }
}
