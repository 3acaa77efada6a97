import { PauseCondition, Rollout, RolloutStatus } from '../rolloutModel';
import { stamp } from '../../../loops/time';
import { currentStep, pauseDuration } from './spec';

export type PauseReason =
  | 'CanaryPauseStep'
  | 'BlueGreenPause'
  | 'InconclusiveAnalysisRun'
  | 'InconclusiveExperiment';

export const pauseConditionOf = (
  rollout: Rollout,
  reason: PauseReason,
): PauseCondition | undefined =>
  rollout.status.pauseConditions?.find(pause => pause.reason === reason);

/** Gathers what one reconciliation does to pauses and aborts. Upstream: `rollout/pause.go`. */
export class PauseContext {
  readonly #add: PauseReason[] = [];
  readonly #remove = new Set<string>();
  #clear = false;
  #addAbort = false;
  #removeAbort = false;
  abortMessage = '';

  constructor(private readonly rollout: Rollout, private readonly now: Date) {}

  get addsPause(): boolean {
    return this.#add.length > 0;
  }

  get aborted(): boolean {
    if (this.#removeAbort) return false;
    return this.#addAbort || Boolean(this.rollout.status.abort);
  }

  abort(message: string): void {
    this.#addAbort = true;
    this.abortMessage = message;
  }

  removeAbort(): void {
    this.#removeAbort = true;
  }

  pause(reason: PauseReason): void {
    this.#add.push(reason);
  }

  unpause(reason: PauseReason): void {
    this.#remove.add(reason);
  }

  clear(): void {
    this.#clear = true;
  }

  /** Writes abort and pauses into the next status. An abort leaves no pause. */
  apply(next: RolloutStatus): void {
    const { status } = this.rollout;
    delete next.pauseConditions;
    delete next.controllerPause;
    delete next.abort;
    delete next.abortedAt;
    if (this.#addAbort || (!this.#removeAbort && status.abort)) {
      next.abort = true;
      next.abortedAt = status.abortedAt ?? stamp(this.now);
      return;
    }
    if (this.#clear) return;
    const present = status.pauseConditions ?? [];
    const pauses = present.filter(pause => !this.#remove.has(pause.reason));
    let controllerPause = status.controllerPause;
    for (const reason of this.#add) {
      if (present.some(pause => pause.reason === reason)) continue;
      pauses.push({ reason, startTime: stamp(this.now) });
      controllerPause = true;
    }
    if (!pauses.length) return;
    if (controllerPause) next.controllerPause = true;
    next.pauseConditions = pauses;
  }

  /** Whether the pause step of a canary is over: a user resumed it, or its time is up. */
  completedCanaryPause(): boolean {
    const pause = pauseConditionOf(this.rollout, 'CanaryPauseStep');
    if (this.rollout.status.controllerPause && !pause) return true;
    const { step } = currentStep(this.rollout);
    const duration = step && pauseDuration(step);
    return (
      pause !== undefined &&
      duration !== undefined &&
      this.now.getTime() > Date.parse(pause.startTime) + duration
    );
  }

  /** Whether the pause before the switch of a blue-green rollout is over. */
  completedBlueGreenPause(): boolean {
    const { status, spec } = this.rollout;
    const strategy = spec.strategy?.blueGreen;
    const pause = pauseConditionOf(this.rollout, 'BlueGreenPause');
    if (this.addsPause) return false;
    if (status.blueGreen?.scaleUpPreviewCheckPoint) return true;
    if (strategy?.autoPromotionEnabled !== false) {
      const seconds = strategy?.autoPromotionSeconds ?? 0;
      if (seconds === 0) return true;
      return (
        pause !== undefined &&
        this.now.getTime() > Date.parse(pause.startTime) + seconds * 1000
      );
    }
    return Boolean(status.controllerPause) && !pause;
  }
}

/** Why pods are not to be touched now. Upstream: `haltProgress` in `rollout/context.go`. */
export function halted(rollout: Rollout): boolean {
  return (
    Boolean(rollout.spec.paused) ||
    pauseConditionOf(rollout, 'InconclusiveAnalysisRun') !== undefined
  );
}
