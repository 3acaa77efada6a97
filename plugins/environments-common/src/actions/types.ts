import { ActionTypes, NothingSeen } from '@slipway/plugin-actions-common';
import { ChangeArgs } from '../input/names';
import { EnvironmentRow, Operation } from '../types';

/** What an action asks of the environments service. */
export type EnvironmentWrite =
  | { verb: 'apply'; operationId: string; planHash: string; by: string }
  | { verb: 'cancel'; operationId: string; by: string }
  | {
      verb: 'retry';
      operationId: string;
      by: string;
      mode: 'plan' | 'continue';
    }
  | { verb: 'unlock'; operationId: string; lockId: string; by: string }
  | { verb: 'extend'; expiresAt: string; by: string }
  | { verb: 'protect'; protected: boolean; by: string }
  | {
      verb: 'start';
      kind: 'change' | 'reconcile' | 'accept-drift' | 'destroy';
      change?: ChangeArgs;
      by: string;
    };

/** An environment as it was read for an action. */
export interface EnvironmentFacts {
  row: EnvironmentRow;
  /** Its latest operation that is not a check for drift. */
  operation?: Operation;
  ttl: { maxHours: number };
  /** Why its team may not have it in the size that is asked for. */
  quotaProblem?: string;
}

/** What a user fills in. */
export interface EnvironmentDraft {
  operationId?: string;
  planHash?: string;
  hours?: number;
  lockId?: string;
  size?: string;
  services?: ChangeArgs['services'];
}

export interface EnvironmentActionTypes extends ActionTypes {
  name:
    | 'apply'
    | 'cancel'
    | 'retry'
    | 'unlock'
    | 'extend'
    | 'protect'
    | 'unprotect'
    | 'change'
    | 'reconcile'
    | 'accept-drift'
    | 'destroy';
  subject: EnvironmentRow;
  draft: EnvironmentDraft;
  context: undefined;
  seen: NothingSeen;
  fresh: EnvironmentFacts;
  write: EnvironmentWrite;
}
