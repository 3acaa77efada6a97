import { createApiRef } from '@backstage/frontend-plugin-api';
import { ActionAccess, ActionAnswer } from '@slipway/plugin-actions-common';
import {
  CreateOptions,
  LogPart,
  Operation,
  PlanView,
} from '@slipway/plugin-environments-common';

/** What an action is sent with. */
export interface SentWith {
  args?: object;
  typedName?: string;
  /** The approval under which it is done, where it needs one. */
  approvalId?: string;
}

/** The environments backend. Each call throws as `fetchJson` does. */
export interface EnvironmentsApi {
  /** Clouds, sizes, services, teams with their quotas, and how long an environment may live. */
  getOptions(): Promise<CreateOptions>;
  /** What the signed-in user may do to an environment. */
  getAccess(name: string): Promise<ActionAccess>;
  /** All its operations, latest first. */
  getOperations(name: string): Promise<Operation[]>;
  /** The masked diff of an operation. */
  getPlan(name: string, operationId: string): Promise<PlanView>;
  /** A part of the masked log of a step, from a byte on. */
  getLog(
    name: string,
    operationId: string,
    seq: number,
    from: number,
  ): Promise<LogPart>;
  act(name: string, action: string, sent: SentWith): Promise<ActionAnswer>;
  /** Asks somebody else to allow an action. */
  ask(
    name: string,
    action: string,
    args: object,
    reason: string,
  ): Promise<unknown>;
}

export const environmentsApiRef = createApiRef<EnvironmentsApi>({
  id: 'plugin.environments.api',
});
