import { actionGate, previewAction, ROLLOUT_ACTIONS } from '../actions';
import {
  abortSentence,
  leftoverSentence,
  servingSentence,
  trafficNote,
  waitWords,
} from '../derive';
import { RolloutDetail } from '../types';

/** Words that the portal shows about a rollout. */
export interface Sentence {
  /** Where they are shown: `attention`, `effect of abort`. */
  where: string;
  text: string;
  /**
   * `statement`: says what is. `prediction`: says what an action will do.
   * `words`: a label or title, no whole sentence.
   */
  kind: 'statement' | 'prediction' | 'words';
}

/** Previews of an action with the arguments that a dialog may have. */
export function argumentsOf(action: string, detail: RolloutDetail) {
  if (action === 'undo') {
    return [
      {},
      ...detail.revisions.map(({ revision }) => ({ toRevision: revision })),
    ];
  }
  if (action === 'set-image') {
    return [
      {},
      ...detail.core.containers.slice(0, 1).map(({ name }) => ({
        images: [{ container: name, image: 'example.test/next' }],
      })),
    ];
  }
  return [{}];
}

/** Every sentence that a page may show of this detail: attention, verdicts, steps, gates and previews of all actions. */
export function sentencesOf(detail: RolloutDetail): Sentence[] {
  const { core, analysisRuns } = detail;
  const sentences: Sentence[] = [];
  const say = (kind: Sentence['kind'], where: string, text?: string) => {
    if (text !== undefined) sentences.push({ kind, where, text });
  };
  say('statement', 'attention', core.attention?.summary);
  say('statement', 'serving', servingSentence(core.serving));
  say('statement', 'abort', abortSentence(core));
  say('statement', 'leftover traffic', leftoverSentence(core));
  say('statement', 'traffic', trafficNote(core));
  for (const pause of core.pauses) {
    say('words', `pause ${pause.reason}`, waitWords(pause));
  }
  for (const step of core.steps) {
    say('words', `label of step ${step.index + 1}`, step.label);
  }
  for (const run of analysisRuns) {
    say('statement', `verdict of ${run.name}`, run.verdict);
  }
  for (const action of ROLLOUT_ACTIONS) {
    const gate = actionGate(action, core, detail);
    say('statement', `gate of ${action}`, gate.reason);
    // No dialog opens for an action that does nothing.
    if (!gate.enabled) continue;
    for (const args of argumentsOf(action, detail)) {
      const preview = previewAction(action, detail, args, {
        environment: 'prod',
      });
      say('words', `title of ${action}`, preview.title);
      say('prediction', `effect of ${action}`, preview.effect);
      for (const warning of preview.warnings) {
        say('statement', `warning of ${action}`, warning);
      }
    }
  }
  return sentences;
}
