import { predictAction, Prediction, ROLLOUT_ACTIONS } from '../actions';
import { MANUALLY_PAUSED } from '../derive';
import { RolloutDetail } from '../types';
import { argumentsOf } from './sentences';
import { eachLeaf } from './walk';

function stepViolations({ next, rest }: Prediction, stepCount: number) {
  const isStep = (index: number | undefined) =>
    index === undefined || (index >= 0 && index <= stepCount);
  return [
    ...(isStep(next) ? [] : [`moves to step ${next} of ${stepCount}`]),
    ...(isStep(rest.step)
      ? []
      : [`rests at step ${rest.step} of ${stepCount}`]),
  ];
}

function servingViolations(
  { serves }: Prediction,
  { core, revisions }: RolloutDetail,
): string[] {
  const { shares } = serves;
  const found: string[] = [];
  const said = JSON.stringify(shares);
  const sum = shares.reduce((total, { percent }) => total + percent, 0);
  if (shares.some(({ percent }) => !(percent >= 0 && percent <= 100))) {
    found.push(`predicts a share that is none: ${said}`);
  }
  // Experiments have a share of their own.
  const most = core.serving.shares.some(({ role }) => role === 'experiment');
  if (shares.length > 0 && (most ? sum > 100.1 : Math.abs(sum - 100) > 0.1)) {
    found.push(`predicts shares that add up to ${sum}: ${said}`);
  }
  for (const { revision } of shares) {
    if (
      revision !== undefined &&
      revision !== core.revision &&
      !revisions.some(one => one.revision === revision)
    ) {
      found.push(`predicts traffic on revision ${revision}`);
    }
  }
  return found;
}

function leafViolations(prediction: Prediction): string[] {
  const found: string[] = [];
  eachLeaf(prediction, (path, value) => {
    if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) {
      found.push(`predicts ${path.join('.')} ${value}`);
    }
    if (
      /(?:At|Until)$/.test(path.at(-1) ?? '') &&
      Number.isNaN(Date.parse(String(value)))
    ) {
      found.push(`predicts ${path.join('.')} "${value}"`);
    }
  });
  return found;
}

/** A pause that needs a user has no end. */
const pauseViolations = ({ rest }: Prediction) =>
  rest.pauses
    .filter(
      ({ reason, seconds, endsAt }) =>
        (seconds !== undefined || endsAt !== undefined) &&
        (reason.startsWith('Inconclusive') || reason === MANUALLY_PAUSED),
    )
    .map(({ reason }) => `predicts an end of ${reason}`);

/** What is wrong with the predictions of all actions that do something. */
export function predictionViolations(
  detail: RolloutDetail,
  now: number,
): string[] {
  return ROLLOUT_ACTIONS.flatMap(action =>
    argumentsOf(action, detail).flatMap(args => {
      const prediction = predictAction(action, detail, args, now);
      if (prediction.nothing !== undefined) return [];
      return [
        ...stepViolations(prediction, detail.core.stepCount),
        ...servingViolations(prediction, detail),
        ...leafViolations(prediction),
        ...pauseViolations(prediction),
      ].map(violation => `${action}: ${violation}`);
    }),
  );
}
