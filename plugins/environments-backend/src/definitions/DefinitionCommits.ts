import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  Definition,
  EnvironmentRow,
  Operation,
} from '@slipway/plugin-environments-common';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { GitDefinitions } from './GitDefinitions';

/** Commits definitions, and writes down with the environment which commit holds it. */
export class DefinitionCommits {
  constructor(
    private readonly options: {
      git: GitDefinitions;
      logger: LoggerService;
      store: EnvironmentStore;
    },
  ) {}

  /** Never throws: what cannot be committed is logged, and stops no operation. */
  async commit(
    definition: Definition,
    change: { message: string; by: string; gone?: boolean },
  ): Promise<void> {
    const { git, logger, store } = this.options;
    try {
      const commit = await git.commit(definition, change);
      if (commit) {
        await store.change(definition.name, row => ({ ...row, commit }));
      }
    } catch (error) {
      logger.warn(
        `The definition of ${
          definition.name
        } could not be committed: ${stringifyError(error)}`,
      );
    }
  }

  /** The last step of an operation: the definition is what was applied, or gone. */
  applied(row: EnvironmentRow, { kind, appliedBy }: Operation): Promise<void> {
    const isGone = kind === 'destroy';
    return this.commit(row, {
      message: `${isGone ? 'Destroy' : 'Apply'} ${row.name}`,
      by: appliedBy ?? 'portal',
      gone: isGone,
    });
  }
}
