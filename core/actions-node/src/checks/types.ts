import { ResourcePermission } from '@backstage/plugin-permission-common';
import { ActionStop } from '@slipway/plugin-actions-common';
import { ActivityTarget } from '@slipway/plugin-activity-common';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';

/** An action on one object, as rules of other features judge it. */
export interface CheckedAction {
  /** Id of the plugin whose action it is. */
  plugin: string;
  action: string;
  target: ActivityTarget;
  environment: ResolvedEnvironment['environment'];
  /** Entity that owns the object. */
  entityRef: string;
}

/** What the rules of one feature say of an action. */
export interface CheckAnswer {
  stops: ActionStop[];
  /** What they let pass although they do not know, one sentence each. */
  notes: string[];
}

/** Rules of one feature that can stop actions of another. */
export interface ActionCheck {
  /** Id of the plugin whose rules they are. */
  plugin: string;
  /** Both are asked on the entity that owns the object. */
  permissions: {
    /** To see what exactly stops it. */
    read: ResourcePermission;
    /** To do it all the same, with a reason. */
    override: ResourcePermission;
  };
  /** Whether any of its rules is about such an action. Reads nothing. */
  concerns(asked: CheckedAction): boolean;
  /**
   * What its rules say now. What is not known is theirs to judge: a stop or a note.
   *
   * @throws ServiceUnavailableError where they can say neither: nothing is done then
   */
  check(asked: CheckedAction): Promise<CheckAnswer>;
}

/** The rules of all plugins of the process that can stop actions. */
export interface ActionChecks {
  register(check: ActionCheck): void;
  /** Those that are about an action. */
  concerning(asked: CheckedAction): ActionCheck[];
}
