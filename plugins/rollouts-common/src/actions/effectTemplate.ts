import { RolloutCore } from '../types';
import {
  blueGreenWay,
  clockTime,
  doing,
  thenStops,
  weightOf,
} from './effectWords';
import { Prediction } from './predict';

/** How a template is brought out. */
export function templateWay(core: RolloutCore, prediction: Prediction): string {
  const { rule, rest, serves, validUntil } = prediction;
  const held =
    rest.kind === 'held'
      ? ' It stays paused by a user: nothing moves before it is resumed.'
      : '';
  if (rule === 'fast-track') {
    const until = validUntil
      ? ` (it is kept until ${clockTime(validUntil)})`
      : '';
    return `Serves all traffic at once: no pause, no analysis${until}.`;
  }
  if (rule === 'rollback-window') {
    const stuck =
      rest.kind === 'stuck'
        ? ' It does not become active by itself: promote it fully then.'
        : '';
    return `Within the rollback window: all steps and analyses are skipped.${stuck}${held}`;
  }
  if (rule === 'stable' && core.strategy === 'blueGreen') {
    if (rest.kind === 'stuck') {
      return 'It is the stable one, but the controller does not make it active by itself: abort instead, then the active service goes back.';
    }
    if (rest.kind === 'pause') {
      return 'It is the stable one, but it becomes active only when it is promoted: abort instead, then the active service goes back at once.';
    }
    return serves.when === 'unchanged'
      ? `It is the stable one and serves already: the update is dropped.${held}`
      : 'It is the stable one: it becomes active again without analysis.';
  }
  if (rule === 'stable') {
    const way = {
      'at-once': 'gets all traffic at once',
      'with-pods': 'gets the traffic back as its pods get ready',
      'when-ready': 'gets all traffic when its pods are ready',
      'after-resume': 'gets the traffic back only when it is resumed',
      unchanged: 'keeps all traffic',
    }[serves.when];
    return `It is the stable one: the steps are skipped, and it ${way}.`;
  }
  if (core.strategy === 'blueGreen') return blueGreenWay(core, prediction);
  if (held) return held.trim();
  if (core.stepCount === 0) {
    return 'There are no steps: its pods replace the others.';
  }
  const [first] = core.steps;
  return `It starts at step 1: ${doing(first, weightOf(core, 0))}.${thenStops(
    core,
    prediction,
  )}`;
}
