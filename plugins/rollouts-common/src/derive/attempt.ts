import { AnalysisRunView, RolloutCore } from '../types';

/** What of a rollout distinguishes its attempts. */
export type AttemptSubject = Pick<
  RolloutCore,
  | 'aborted'
  | 'abortedAt'
  | 'message'
  | 'currentPodHash'
  | 'revision'
  | 'currentAnalysisRuns'
  | 'conditions'
  | 'experiment'
  | 'inProgress'
  | 'stepIndex'
>;

const instant = (time: string | undefined) => Date.parse(time ?? '');

const endOf = (run: AnalysisRunView) =>
  instant(run.finishedAt ?? run.startedAt ?? run.createdAt);

const startOf = (run: AnalysisRunView) =>
  instant(run.createdAt ?? run.startedAt);

/** The two outcomes that make the controller abort. @see rollout/analysis.go `reconcileStepBasedAnalysisRun`, `reconcileBackgroundAnalysisRun`, `setPauseOrAbortForBlueGreen` */
const aborts = (run: AnalysisRunView) =>
  run.phase === 'Failed' || run.phase === 'Error';

/** An abort follows the run that caused it within this time; the controller needs a second, and longer only while it is down (ms). */
const SOON = 10 * 60_000;

/** Whether the rollout's status names the run, or the Experiment that it belongs to, as current. */
const isNamed = (core: AttemptSubject, run: AnalysisRunView) =>
  run.experiment
    ? run.experiment === core.experiment?.name
    : (core.currentAnalysisRuns ?? []).some(({ name }) => name === run.name);

/** Runs of the update that the rollout is at: of its hash and, where both are known, its revision. */
function ofThisUpdate(
  core: AttemptSubject,
  runs: readonly AnalysisRunView[],
): AnalysisRunView[] {
  return runs.filter(
    ({ podTemplateHash, revision }) =>
      (podTemplateHash === undefined ||
        podTemplateHash === core.currentPodHash) &&
      (revision === undefined ||
        core.revision === undefined ||
        revision === core.revision),
  );
}

/** Whether a run may be what this abort is about: it ended shortly before, and nothing was started since. */
function endedBeforeAbort(
  core: AttemptSubject,
  run: AnalysisRunView,
  siblings: readonly AnalysisRunView[],
): boolean {
  const [end, abort] = [endOf(run), instant(core.abortedAt)];
  const since = siblings.some(other => startOf(other) > end);
  if (since) return false;
  return (
    Number.isNaN(end) || Number.isNaN(abort) || Math.abs(abort - end) <= SOON
  );
}

/** Whether a run is of a step that this attempt has not reached: steps are taken in their order, so only an earlier attempt was there. */
const isAhead = (core: AttemptSubject, run: AnalysisRunView) =>
  core.inProgress &&
  !core.aborted &&
  run.type === 'Step' &&
  run.stepIndex !== undefined &&
  core.stepIndex !== undefined &&
  run.stepIndex > core.stepIndex;

/**
 * When the attempt before this one ended, ms since the epoch. A run that failed
 * or could not be measured aborts its rollout, and no run is made until a
 * retry: so one that failed without being the cause of the present state
 * belongs to an earlier attempt, and with it all that was made before it ended.
 * So does a run of a step that is still to come.
 */
function earlierAttemptEnded(
  core: AttemptSubject,
  runs: readonly AnalysisRunView[],
): number {
  const ends = runs
    .filter(run => !isNamed(core, run))
    .filter(
      run =>
        isAhead(core, run) ||
        // One that was ended on request may have failed without being acted on.
        (aborts(run) &&
          !run.terminated &&
          !(core.aborted && endedBeforeAbort(core, run, runs))),
    )
    .map(endOf)
    .filter(end => !Number.isNaN(end));
  return Math.max(-Infinity, ...ends);
}

/** Where a run belongs: of two of one place the newer one counts. */
const placeOf = (run: AnalysisRunView) =>
  run.experiment
    ? `experiment ${run.experiment} ${run.name.replace(/\.\d+$/, '')}`
    : `${run.type} ${run.stepIndex}`;

/**
 * The runs of the attempt that the rollout is at, newest first: without those of
 * other revisions, of attempts before the last retry, and those that a newer run
 * of the same place has replaced.
 *
 * @see rollout/analysis.go `needsNewAnalysisRun`; utils/analysis/helpers.go `CreateWithCollisionCounter`
 */
export function runsOfThisAttempt(
  core: AttemptSubject,
  runs: readonly AnalysisRunView[],
): AnalysisRunView[] {
  const update = ofThisUpdate(core, runs);
  const boundary = earlierAttemptEnded(core, update);
  const seen = new Set<string>();
  return update
    .filter(run => isNamed(core, run) || !(startOf(run) <= boundary))
    .sort((a, b) => startOf(b) - startOf(a) || 0)
    .filter(run => {
      const place = placeOf(run);
      if (seen.has(place)) return false;
      seen.add(place);
      return true;
    });
}

const ABORTED = /^(?:RolloutAborted: )?Rollout aborted update to revision \d+/;

/**
 * The reason that the controller gives for an abort: empty when it gives none
 * (somebody asked for it), undefined when the rollout is not aborted or its
 * message is of another form.
 *
 * @see rollout/sync.go `calculateRolloutConditions`: `RolloutAbortedMessage` and the message of `AddAbort`
 */
export function abortReason(
  core: Pick<RolloutCore, 'aborted' | 'message' | 'conditions'>,
): string | undefined {
  if (!core.aborted) return undefined;
  const condition = (core.conditions ?? []).find(
    ({ type, reason }) => type === 'Progressing' && reason === 'RolloutAborted',
  );
  const message = condition?.message ?? core.message;
  const head = ABORTED.exec(message);
  return head
    ? message.slice(head[0].length).replace(/^:\s*/, '').trim()
    : undefined;
}

/** How the controller names the kind of run that made it abort. @see rollout/analysis.go, rollout/experiment.go */
const REASON_OF: ReadonlyArray<[RegExp, (run: AnalysisRunView) => boolean]> = [
  [/^Step-based analysis phase/, run => run.type === 'Step'],
  [/^Background analysis phase/, run => run.type === 'Background'],
  [/^Blue\/green pre-promotion/, run => run.type === 'PrePromotion'],
  [/^Blue\/green post-promotion/, run => run.type === 'PostPromotion'],
  [/^Experiment analysis phase/, run => run.experiment !== undefined],
];

function isNamedByReason(reason: string, run: AnalysisRunView): boolean {
  const kind = REASON_OF.find(([form]) => form.test(reason));
  if (kind && !kind[1](run)) return false;
  if (run.message) return reason.includes(run.message);
  // A run without a message: the reason names its kind and nothing more, or (older controllers) one of its metrics.
  return kind
    ? /error\/failed$/.test(reason)
    : run.metrics.some(({ name }) => reason.includes(`"${name}"`));
}

/**
 * The run that explains why this update was aborted: of this attempt, failed or
 * not measurable, and the one that the controller's message speaks of. Without
 * a reason in that message somebody asked for the abort and no run is blamed,
 * unless one without a message of its own ended at that very time: the
 * controller repeats a run's message when there is one.
 *
 * @see rollout/sync.go `calculateRolloutConditions`; rollout/pause.go `AddAbort`
 */
export function decisiveRun(
  core: AttemptSubject,
  runs: readonly AnalysisRunView[],
): AnalysisRunView | undefined {
  const reason = abortReason(core);
  if (reason === undefined) return undefined;
  const update = ofThisUpdate(core, runs);
  const candidates = runsOfThisAttempt(core, runs)
    .filter(aborts)
    .filter(run => isNamed(core, run) || endedBeforeAbort(core, run, update));
  const named =
    reason === ''
      ? candidates.filter(run => !run.message && endedWith(core, run))
      : candidates.filter(run => isNamedByReason(reason, run));
  return named.sort(
    (a, b) =>
      Number(isNamed(core, b)) - Number(isNamed(core, a)) ||
      endOf(b) - endOf(a),
  )[0];
}

/** Within a minute of the abort. */
function endedWith(core: AttemptSubject, run: AnalysisRunView): boolean {
  const apart = instant(core.abortedAt) - endOf(run);
  return Math.abs(apart) <= 60_000;
}
