import {
  CurrentAnalysisRun,
  RolloutActionArgs,
  RolloutActionName,
} from '../../types';

/** Arguments that an action may be predicted with; a dialog fills them in bit by bit. */
export type PredictionArgs = Partial<
  RolloutActionArgs['undo'] &
    RolloutActionArgs['set-image'] &
    RolloutActionArgs['terminate-analysis']
>;

/** A pause at which the controller will stand. */
export interface PredictedPause {
  /** Reason of the pause condition, or `ManuallyPaused`. */
  reason: string;
  /** Seconds from its start after which the controller continues; absent when it waits for manual promotion. */
  seconds?: number;
  /** ISO time of its end where the pause has started already. */
  endsAt?: string;
}

/** Where the controller stands next until something else happens: a user, the end of a pause or a verdict. */
export interface PredictedRest {
  /**
   * - `pause`: at a pause, see `pauses`
   * - `analysis`, `experiment`, `plugin`: until there is a verdict
   * - `finished`: nothing is in progress, the current revision is stable
   * - `aborted`: the update is aborted
   * - `held`: paused by a user, where it stands
   * - `stuck`: neither paused nor moving; only another action helps
   */
  kind:
    | 'pause'
    | 'analysis'
    | 'experiment'
    | 'plugin'
    | 'finished'
    | 'aborted'
    | 'held'
    | 'stuck';
  /** Index of the step from 0; the number of steps when all are done. Canary with steps only. */
  step?: number;
  /** Percent of traffic asked for. Canary only. */
  setWeight?: number;
  pauses: PredictedPause[];
}

/** What happens to one analysis, or to the experiment. */
export interface PredictedAnalysis {
  type: CurrentAnalysisRun['type'] | 'Experiment';
  /** `starts`: a run is created before or at the rest. `skipped`: it would run, and will not. */
  outcome: 'starts' | 'terminated' | 'skipped';
  /** Names of the AnalysisTemplates, as far as they are known. */
  templates?: string[];
  /** Name of the run or experiment that is terminated. */
  name?: string;
  /** Index of the step, for those of a step. */
  step?: number;
}

/** Who serves at the rest. */
export interface PredictedShare {
  podTemplateHash?: string;
  revision?: number;
  /** Of all traffic, 0 to 100. Without a traffic router it is what is asked for; replica counts come near it. */
  percent: number;
}

export interface PredictedServing {
  /** Largest first. Empty: it stays as it is. */
  shares: PredictedShare[];
  /**
   * - `unchanged`: the same as now
   * - `at-once`: the traffic is moved without waiting for a pod
   * - `when-ready`: it is moved when the pods of the revision are available
   * - `with-pods`: it moves gradually with the pods
   * - `after-resume`: not before a user resumes the rollout
   */
  when: 'unchanged' | 'at-once' | 'when-ready' | 'with-pods' | 'after-resume';
  /** `when-ready`: revision whose pods must be available first. */
  waitsFor?: number;
}

/** Something that is there now and is gone afterwards. */
export type PredictedLoss =
  | { what: 'update'; revision?: number; step?: number }
  | { what: 'analysis'; name: string }
  | { what: 'experiment'; name: string }
  | { what: 'steps'; steps: number[] }
  | { what: 'manual-pause' }
  | { what: 'abort' }
  | { what: 'full-promotion' };

/** What no object says beforehand. */
export type Uncertain =
  | 'pods'
  | 'measurements'
  | 'experiment'
  | 'plugin'
  | 'template';

/**
 * What the controller will do after an action, from the rules of the
 * controller and the objects at hand. Compared with what happens by the
 * contract suite (`packages/e2e/contract/lib/predictions.ts`).
 */
export interface Prediction {
  action: RolloutActionName;
  /** One sentence: why nothing will happen. `rest` and `serves` are then as it is now. */
  nothing?: string;
  /** Index of the step that is current at once after the action; the number of steps when all are done. Canary with steps only. */
  next?: number;
  rest: PredictedRest;
  analyses: PredictedAnalysis[];
  serves: PredictedServing;
  lost: PredictedLoss[];
  uncertain: Uncertain[];
  /** Rule of the controller by which it goes another way than step by step. */
  rule?:
    | 'stable'
    | 'rollback-window'
    | 'fast-track'
    | 'promote-full'
    | 'restarts-countdown'
    | 'analysis-again'
    | 'pauses-again'
    | 'fails-again';
  /** ISO time from which on the prediction is another one. */
  validUntil?: string;
  /** Revision that the action brings out; its number now. */
  target?: number;
  /** Seconds that the pods of the new revision are kept after an abort; absent when they stay. */
  keptSeconds?: number;
}
