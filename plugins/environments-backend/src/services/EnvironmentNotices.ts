import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ActivityService } from '@slipway/plugin-activity-node';
import {
  environmentPagePath,
  EnvironmentRow,
  KIND_WORDS,
  Operation,
  OPERATION_WORDS,
} from '@slipway/plugin-environments-common';

/** Writes down how operations ended, and notifies owners. Never throws: a record that cannot be kept stops nothing. */
export class EnvironmentNotices {
  constructor(
    private readonly options: {
      activity: Pick<ActivityService, 'platformEvent'>;
      notifications: NotificationService;
      logger: LoggerService;
    },
  ) {}

  /** An operation ended, or its plan waits for somebody. */
  async changed(operation: Operation, row: EnvironmentRow): Promise<void> {
    const { id, kind, state, reason } = operation;
    const isQuiet =
      kind === 'check-drift' &&
      (state !== 'succeeded' || !row.drift?.differences);
    if (state === 'planning' || state === 'applying' || isQuiet) return;
    const isBad = state === 'failed' || state === 'lock-held';
    const drifted = kind === 'check-drift';
    const summary = drifted
      ? `${row.name} has drifted: ${row.drift?.reasons.at(0) ?? ''}`
      : `${KIND_WORDS[kind]} ${row.name}: ${OPERATION_WORDS[
          state
        ].toLowerCase()}${reason ? `. ${reason}` : ''}`;
    await this.#try(async () => {
      const { claimed } = await this.options.activity.platformEvent({
        plugin: 'environments',
        type: `environment-${state}`,
        key: `environment/${id}/${state}/${operation.endedAt ?? ''}`,
        at: operation.endedAt ?? row.updatedAt,
        target: {
          cluster: row.cluster ?? row.cloud,
          namespace: row.outputs.namespace ?? row.name,
          kind: 'Environment',
          name: row.name,
          entityRef: row.entityRef,
        },
        summary,
        severity: isBad || drifted ? 'warning' : 'notice',
        after: { operation: id, state },
      });
      if (!claimed || !(isBad || drifted)) return;
      await this.#notify(row, summary, 'high', `operation/${id}`);
    });
  }

  /** The end of an environment is near. */
  async endsSoon(row: EnvironmentRow, words: string): Promise<void> {
    await this.#try(() =>
      this.#notify(
        row,
        row.protected
          ? `${row.name} ends within ${words}; it is protected and stays.`
          : `${row.name} is torn down within ${words}: extend or protect it to keep it.`,
        'normal',
        `end/${row.name}`,
      ),
    );
  }

  async #notify(
    { owner, name }: EnvironmentRow,
    title: string,
    severity: 'high' | 'normal',
    scope: string,
  ): Promise<void> {
    await this.options.notifications.send({
      recipients: { type: 'entity', entityRef: owner },
      payload: {
        title,
        link: environmentPagePath(name),
        severity,
        topic: 'environments',
        scope,
      },
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.options.logger.warn(
        `A notice of environments: ${stringifyError(error)}`,
      );
    }
  }
}
