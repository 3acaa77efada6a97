import {
  AuditorService,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { NewUserActivity } from '@slipway/plugin-activity-common';
import {
  ActivityService,
  createEventAnyway,
  recordUnavailableReason,
  UnrecordedError,
} from '@slipway/plugin-activity-node';
import { endOfFailedWrite } from '@slipway/plugin-clusters-common';
import { ActionRisk } from '@slipway/plugin-actions-common';
import { Request } from 'express';

/** How long an `unrecordedOk` action waits for its record. */
const SAFE_WAIT_MS = 2_000;

export interface ActionRecordOptions {
  activity: ActivityService;
  auditor: AuditorService;
  logger: LoggerService;
}

/** Who does what to which object, in the words of the audit log. */
export interface AuditSubject {
  action: { name: string; risk: ActionRisk };
  actor: string;
  target: JsonObject;
  channel: string;
  request?: Request;
}

/**
 * The trace of one action: an audit event from the first check on (refusals
 * are kept too), and an activity entry from just before the first write.
 */
export class ActionRecord {
  #entry: Promise<{ id: string }> | undefined;
  /** Set once the activity entry is known to be kept. */
  activityId: string | undefined;
  /** Why there is no activity entry, to follow a sentence; empty where no reason is known. */
  #missingBecause = '';
  /** Id of the break-glass grant under which the user acts. */
  breakGlass: string | undefined;
  /** Id of the approval under which it is done. */
  approval: string | undefined;
  /** What rules of other features said of it, where they said anything. */
  checked: JsonObject | undefined;
  #before: JsonObject | undefined;
  #refined: JsonObject = {};

  static async open(options: ActionRecordOptions, subject: AuditSubject) {
    const { action, actor, target, channel, request } = subject;
    const audit = {
      eventId: action.name,
      severityLevel: action.risk.severity,
      request,
      meta: { actor, target, channel },
    };
    // The safe direction: nothing that only keeps its trace may stop it.
    const { event, written } = action.risk.unrecordedOk
      ? await createEventAnyway(options.auditor, audit)
      : { event: await options.auditor.createEvent(audit), written: true };
    return new ActionRecord(options, subject, event, written);
  }

  private constructor(
    private readonly options: ActionRecordOptions,
    private readonly subject: AuditSubject,
    private readonly event: AuditorServiceEvent,
    /** Whether the audit log has the event. */
    private readonly audited: boolean,
  ) {}

  /** Which trace of the action is missing, for the user; undefined when none is. Only `unrecordedOk` actions continue without one. */
  get missing(): string | undefined {
    if (this.activityId) {
      return this.audited
        ? undefined
        : 'The audit log could not be written; the activity record has it.';
    }
    const what = this.audited
      ? 'The activity record could not be kept; the audit log has it.'
      : 'Its record is missing: the activity record could not be kept, nor the audit log.';
    return `${what}${this.#missingBecause}`;
  }

  /**
   * Keeps that the action is about to be sent.
   *
   * @param refined - what the audit event says of the target from now on, as the plan has it
   * @throws UnrecordedError when it cannot be kept. Not for `unrecordedOk`
   * actions: they continue with the audit event alone.
   */
  async begin(
    activity: NewUserActivity,
    refined: JsonObject = {},
  ): Promise<void> {
    this.#before = activity.before;
    this.#refined = refined;
    this.#entry = this.options.activity.begin(activity);
    const kept = this.#entry.then(({ id }) => {
      this.activityId = id;
    });
    if (this.subject.action.risk.unrecordedOk) {
      await Promise.race([
        kept.catch(error => {
          this.#missingBecause = recordUnavailableReason(error);
          this.options.logger.warn(
            `${
              this.subject.action.name
            } continues without an activity entry: ${stringifyError(error)}`,
          );
        }),
        new Promise(resolve => setTimeout(resolve, SAFE_WAIT_MS).unref()),
      ]);
      return;
    }
    try {
      await kept;
    } catch (error) {
      // The answer to the user carries no cause: it would hold what a database said.
      this.options.logger.warn(
        `Nothing was done for want of an activity entry: ${stringifyError(
          error,
        )}`,
      );
      throw new UnrecordedError(
        `Nothing was done: the activity record cannot be kept right now, and no action continues without it.${recordUnavailableReason(
          error,
        )}`,
      );
    }
  }

  /** The cluster accepted it. Never throws: what happened cannot be undone by a record that fails. */
  async succeeded(after: JsonObject): Promise<void> {
    await Promise.all([
      this.#quietly(this.event.success({ meta: this.#meta(after) })),
      this.#finish({ outcome: 'succeeded', after }),
    ]);
  }

  /** It was refused, failed, was applied in part, or nobody knows. Never throws. */
  async failed(error: Error): Promise<void> {
    const { outcome, after } = endOfFailedWrite(error);
    await Promise.all([
      this.#quietly(
        this.event.fail({ error, meta: { ...this.#meta(after), outcome } }),
      ),
      this.#finish({ outcome, error: error.message, after }),
    ]);
  }

  #meta(after: JsonObject | undefined): JsonObject {
    const { actor, target, channel } = this.subject;
    return {
      actor,
      target: { ...target, ...this.#refined },
      channel,
      ...(this.breakGlass ? { breakGlass: this.breakGlass } : {}),
      ...(this.approval ? { approval: this.approval } : {}),
      ...this.checked,
      ...(this.#before ? { before: this.#before } : {}),
      ...(after ? { after } : {}),
    };
  }

  async #finish(outcome: Parameters<ActivityService['finish']>[1]) {
    if (!this.#entry) return;
    const finished = this.#entry.then(
      ({ id }) => this.#quietly(this.options.activity.finish(id, outcome)),
      () => {},
    );
    // An entry that is still on its way is finished when it arrives.
    if (this.activityId) await finished;
  }

  async #quietly(work: Promise<void>) {
    try {
      await work;
    } catch (error) {
      this.options.logger.error(
        `The outcome of ${this.subject.action.name} by ${
          this.subject.actor
        } could not be recorded: ${stringifyError(error)}`,
      );
    }
  }
}
