import { noArgs } from '@slipway/plugin-actions-common';
import { PatchWrite } from '@slipway/plugin-clusters-common';
import { shortDuration } from '../derive/duration';
import { leftoverSentence } from '../derive/servingWords';
import { Rollout } from '../raw/types';
import { RolloutCore, RolloutDetail, SeenState } from '../types';
import { nameWord, patchCommand, pluginCommand } from './command';
import { revisionText } from './effectWords';
import { INVALID, isInvalid, UNOBSERVED } from './gateReasons';
import { guards, set, statusPatch } from './operations';
import { placeOf } from './planParts';
import { Prediction } from './predict';
import { predictAbort } from './predict/abort';
import { isWithinRollbackWindow } from './predict/rollbackWindow';
import { defineRolloutAction, GateSubject } from './rolloutAction';

function nothingToAbort(core: RolloutCore): string {
  const leftover = leftoverSentence(core);
  return leftover
    ? `No update is in progress, so there is nothing to abort. ${leftover}`
    : 'Nothing is being rolled out: there is nothing to abort.';
}

function gate({ core, revisions = [] }: GateSubject): string | undefined {
  if (core.aborted) return 'It is already aborted.';
  if (isInvalid(core)) return INVALID;
  if (core.stableHash === undefined) {
    return 'This is the first deployment: there is no stable revision to go back to.';
  }
  if (!core.inProgress) {
    return core.observed ? nothingToAbort(core) : UNOBSERVED;
  }
  // rollout/canary.go and bluegreen.go remove an abort within the window.
  if (isWithinRollbackWindow(core, revisions, core.currentPodHash)) {
    return 'It is a rollback within the rollback window: the controller takes an abort back at once.';
  }
  return undefined;
}

/** How long the pods of an aborted revision are kept; a number only where the spec has it. */
function keptText(core: RolloutCore, seconds: number | undefined): string {
  const from = revisionText(core.revision);
  if (seconds === undefined) return ` The pods of ${from} stay.`;
  if (seconds === 0) return '';
  return core.updateRules.abortScaleDownDelayGiven
    ? ` The pods of ${from} are scaled down ${shortDuration(seconds)} later.`
    : ` The pods of ${from} are scaled down shortly after.`;
}

function effect(detail: RolloutDetail, prediction: Prediction): string {
  const { core } = detail;
  const { serves, keptSeconds } = prediction;
  const stable = detail.revisions.find(
    revision => revision.podTemplateHash === core.stableHash,
  )?.revision;
  const to =
    stable === undefined ? 'the stable revision' : `revision ${stable}`;
  const To = `${to[0].toUpperCase()}${to.slice(1)}`;
  const wait =
    serves.waitsFor === undefined
      ? ''
      : ` when all pods of revision ${serves.waitsFor} are ready`;
  const back =
    core.strategy === 'blueGreen'
      ? {
          unchanged: `${To} keeps all traffic.`,
          'at-once': `The active service goes back to ${to}.`,
          'when-ready': `The active service goes back to ${to}, but only${
            wait || ' when the pods are ready'
          }.`,
          'with-pods': `The active service goes back to ${to}.`,
          'after-resume': `It is paused by a user: the active service goes back to ${to} only when it is resumed.`,
        }[serves.when]
      : {
          unchanged: `${To} keeps all traffic.`,
          'at-once': `All traffic goes back to ${to} at once.`,
          'when-ready': `All traffic goes back to ${to}${wait}.`,
          'with-pods': `All traffic goes back to ${to}, gradually as its pods get ready.`,
          'after-resume': `It is paused by a user: traffic goes back to ${to} only when it is resumed.`,
        }[serves.when];
  const kept = keptText(core, keptSeconds);
  return `${back}${kept} The new template stays in the spec: it is not rolled out until it is retried or changed.`;
}

/**
 * Abort needs only uid and current pod hash. While a full promotion runs the
 * controller takes an abort back at once (rollout/canary.go and bluegreen.go
 * `RemoveAbort`), so the full promotion is withdrawn with it; the plugin's
 * patch alone would be lost.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/abort/abort.go
 */
export function planAbort(rollout: Rollout, seen: SeenState): PatchWrite[] {
  return [
    statusPatch(rollout, [
      ...guards(seen, 'revision'),
      ...(rollout.status.promoteFull
        ? [set('/status/promoteFull', false)]
        : []),
      set('/status/abort', true),
    ]),
  ];
}

/** The safe direction: one tap, without a typed name, and without a record where none can be kept. */
export const abort = defineRolloutAction({
  name: 'abort',
  words: { label: 'Abort' },
  args: noArgs,
  risk: {
    severity: 'high',
    oneTap: true,
    unrecordedOk: true,
    // The controller writes all the time; a repetition cannot do more than the user wanted.
    attempts: 4,
    danger: true,
  },
  agent: {
    description:
      'Aborts an update: the controller takes traffic back to the stable revision, with dynamicStableScale only as stable pods become available.',
  },
  guard: 'revision',
  gate,
  predict: facts => predictAbort(facts),
  effect,
  command: core =>
    core.promoteFull
      ? patchCommand(
          core,
          { status: { abort: true, promoteFull: false } },
          true,
        )
      : pluginCommand(core, `abort ${nameWord(core)}`),
  plan: ({ rollout, core, seen }) => ({
    writes: planAbort(rollout, seen),
    before: { ...placeOf(core), aborted: false },
    after: { aborted: true },
  }),
});
