import { RolloutDetail } from '../types';
import { PredictedLoss, Prediction } from './predict/types';

function placeOf(step: number | undefined, stepCount: number): string {
  if (step === undefined || stepCount === 0) return '';
  return step >= stepCount
    ? ', all of its steps done'
    : `, at step ${step + 1} of ${stepCount}`;
}

/** One sentence for what is gone afterwards; none where the action says so itself. */
function sentenceOf(
  loss: PredictedLoss,
  detail: RolloutDetail,
): string | undefined {
  switch (loss.what) {
    case 'update': {
      const { stepCount } = detail.core;
      const revision =
        loss.revision === undefined ? '' : ` of revision ${loss.revision}`;
      const step = placeOf(loss.step, stepCount);
      return `The update${revision}${step}${
        step ? ',' : ''
      } is replaced by this one.`;
    }
    case 'analysis':
      return `Analysis ${loss.name} is terminated before its verdict.`;
    case 'experiment':
      return `Experiment ${loss.name} is terminated.`;
    case 'manual-pause':
      return "The user's pause is taken back.";
    case 'abort':
      return 'The abort is withdrawn.';
    case 'full-promotion':
      return 'The full promotion that was asked for is withdrawn.';
    default:
      return undefined;
  }
}

/**
 * What is lost by an action, each one sentence.
 *
 * @param withManualPause - whether the end of a user's pause is said here; promote and resume say it themselves
 * @see rollout/sync.go `resetRolloutStatus`
 */
export function lossesOf(
  detail: RolloutDetail,
  { lost }: Prediction,
  withManualPause = false,
): string[] {
  return lost.flatMap(loss => {
    if (loss.what === 'manual-pause' && !withManualPause) return [];
    const sentence = sentenceOf(loss, detail);
    return sentence ? [sentence] : [];
  });
}
