import { shortDuration } from '../derive/duration';
import { RolloutCore, StepView } from '../types';
import { isCutOver } from './predict/facts';
import { PredictedPause, Prediction } from './predict';

export const lower = (sentence: string) =>
  `${sentence[0].toLowerCase()}${sentence.slice(1)}`;

/** `1 pod`, `2 pods`. */
export const count = (number: number, noun: string) =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

export const revisionText = (revision: number | undefined) =>
  revision === undefined ? 'the new revision' : `revision ${revision}`;

/** `07:26`, in the time zone of whoever reads it. */
export const clockTime = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso));

/** What the controller does at a step, with the weight that holds there. */
export function doing(step: StepView, weight: number): string {
  switch (step.type) {
    case 'setWeight':
      return `${weight} % of traffic`;
    case 'pause':
      return step.pauseSeconds === undefined
        ? `waits for manual promotion at ${weight} % of traffic`
        : `${step.label} at ${weight} % of traffic`;
    default:
      return `${step.label} at ${weight} % of traffic`;
  }
}

export function weightOf(core: RolloutCore, index: number): number {
  for (let i = index; i >= 0; i--) {
    const { weight } = core.steps[i];
    if (weight !== undefined) return weight;
  }
  return 0;
}

/** ` Then analysis success-rate at step 4.`: where it stops after the step that comes first. */
export function thenStops(core: RolloutCore, prediction: Prediction): string {
  const { rest, next } = prediction;
  if (rest.step === undefined || rest.step === next) return '';
  if (rest.kind === 'finished') return ' Then the canary becomes stable.';
  const step = core.steps[rest.step];
  if (!step) return '';
  return ` Then step ${rest.step + 1}: ${doing(
    step,
    weightOf(core, rest.step),
  )}.`;
}

/** `Moves from step 4 to step 5: 60 % of traffic.` Steps are counted from 1. */
export function movesOn(core: RolloutCore, prediction: Prediction): string {
  const from = (core.stepIndex ?? 0) + 1;
  const { next = core.stepCount, rest } = prediction;
  if (prediction.rule === 'pauses-again') {
    return `Moves from step ${from} to step ${
      next + 1
    } and pauses there again, before any pod is scaled: the background analysis stays inconclusive until it is promoted.`;
  }
  if (next >= core.stepCount) {
    return from > core.stepCount
      ? 'The canary becomes stable with all traffic when its pods are available.'
      : `Finishes step ${from}, the last one: the canary becomes stable with all traffic.`;
  }
  const what = doing(core.steps[next], weightOf(core, next));
  const moves =
    next === core.stepIndex
      ? `Resumes step ${from}: ${what}.`
      : `Moves from step ${from} to step ${next + 1}: ${what}.`;
  if (rest.kind === 'held') return `${moves} It stays paused by a user there.`;
  return `${moves}${thenStops(core, prediction)}`;
}

export const background = (prediction: Prediction) =>
  prediction.rule === 'analysis-again'
    ? ' The background analysis runs again.'
    : '';

export function pauseText({ reason, seconds, endsAt }: PredictedPause): string {
  if (endsAt !== undefined) return `until ${clockTime(endsAt)} (${reason})`;
  return seconds === undefined
    ? `for manual promotion (${reason})`
    : `for ${shortDuration(seconds)} (${reason})`;
}

/** Where a blue-green update goes next. */
export function blueGreenWay(
  core: RolloutCore,
  prediction: Prediction,
): string {
  const { rest, analyses, serves } = prediction;
  const started = analyses.find(({ outcome }) => outcome === 'starts');
  const names = started?.templates?.join(', ');
  const type = started?.type ?? (isCutOver(core) ? 'PostPromotion' : undefined);
  switch (rest.kind) {
    case 'held':
      return 'It stays paused by a user: nothing is switched before it is resumed.';
    case 'pause': {
      const [pause] = rest.pauses;
      return pause?.seconds === undefined
        ? 'Its pods are scaled up as preview, then it waits for manual promotion.'
        : `Its pods are scaled up as preview, and it becomes active ${shortDuration(
            pause.seconds,
          )} later.`;
    }
    case 'analysis':
      return type === 'PostPromotion'
        ? `It becomes active with all traffic when its pods are available; analysis${
            names ? ` ${names}` : ''
          } after the promotion then decides.`
        : `Its pods are scaled up as preview; analysis${
            names ? ` ${names}` : ''
          } before the promotion decides.`;
    default:
      return serves.when === 'unchanged'
        ? 'It becomes stable.'
        : 'It becomes active with all traffic when its pods are available.';
  }
}
