import { loadCase } from '@slipway/field-cases';
import { previewAction, PreviewArgs } from '../actions';
import { clockTime } from '../actions/effectWords';
import { detailsOf } from '../testUtils';
import { RolloutActionName } from '../types';

type Objects = ReturnType<typeof loadCase>;

const NOW = Date.parse('2026-06-01T07:01:00Z');

/** The sentences of the dialog, from the objects of a case. */
function dialog(
  objects: Objects,
  name: string,
  action: RolloutActionName,
  args: PreviewArgs = {},
  now = NOW,
) {
  const { effect, warnings } = previewAction(
    action,
    detailsOf(objects)[name],
    args,
    { environment: 'prod', now },
  );
  return { effect, warnings };
}

/** The objects of a case, changed. */
function changed(name: string, change: (text: string) => string): Objects {
  return JSON.parse(change(JSON.stringify(loadCase(name, { now: NOW }))));
}

describe('12: undo of a blue-green rollout to a revision that is kept', () => {
  const CASE = '12-blue-green-undo-is-fast-tracked';
  const undo = { toRevision: 1 };

  it('serves all traffic at once, and says until when that holds', () => {
    const until = clockTime('2026-06-01T07:26:00Z');
    expect(
      dialog(loadCase(CASE, { now: NOW }), 'basket', 'undo', undo).effect,
    ).toBe(
      `Puts the template of revision 1 (registry.example/shop/basket:1.0.0) back. Serves all traffic at once: no pause, no analysis (it is kept until ${until}).`,
    );
  });

  it.each<[string, (text: string) => string, number, string]>([
    [
      'the time is over',
      text => text,
      NOW + 26 * 60_000,
      'Its pods are scaled up as preview; analysis smoke before the promotion decides.',
    ],
    [
      'its pods are not all ready',
      text =>
        text.replace(
          '"availableReplicas":4}},{"apiVersion":"apps/v1"',
          '"availableReplicas":3}},{"apiVersion":"apps/v1"',
        ),
      NOW,
      'Its pods are scaled up as preview; analysis smoke before the promotion decides.',
    ],
    [
      'another number of pods is wanted',
      text => text.replace('"spec":{"replicas":4', '"spec":{"replicas":6'),
      NOW,
      'Its pods are scaled up as preview; analysis smoke before the promotion decides.',
    ],
    [
      'no analysis: it waits for manual promotion',
      text =>
        text
          .replace(/"scale-down-deadline":"[^"]*"/, '"x":"y"')
          .replace(
            ',"prePromotionAnalysis":{"templates":[{"templateName":"smoke"}]}',
            '',
          ),
      NOW,
      'Its pods are scaled up as preview, then it waits for manual promotion.',
    ],
  ])('not when %s', (_, change, now, words) => {
    const { effect } = dialog(
      changed(CASE, change),
      'basket',
      'undo',
      undo,
      now,
    );
    expect(effect).toContain(words);
    expect(effect).not.toContain('at once');
  });
});

describe('13: rollback window', () => {
  const CASE = '13-rollback-window';
  const skips =
    'Within the rollback window: all steps and analyses are skipped.';

  it.each<[string, (text: string) => string, number, boolean]>([
    ['the revision before', text => text, 2, true],
    ['two revisions before', text => text, 1, true],
    [
      'two revisions before, a window of one',
      text => text.replace('"revisions":3', '"revisions":1'),
      1,
      false,
    ],
    [
      'a window of none',
      text => text.replace('"revisions":3', '"revisions":0'),
      2,
      false,
    ],
    [
      'no window',
      text => text.replace('"rollbackWindow":{"revisions":3},', ''),
      2,
      false,
    ],
  ])('%s', (_, change, toRevision, within) => {
    const { effect } = dialog(changed(CASE, change), 'basket', 'undo', {
      toRevision,
    });
    expect(effect.includes(skips)).toBe(within);
    expect(effect.includes('It starts at step 1: 25 % of traffic.')).toBe(
      !within,
    );
  });

  it('set image to the images of a revision within the window', () => {
    const { effect } = dialog(
      loadCase(CASE, { now: NOW }),
      'basket',
      'set-image',
      {
        images: [
          { container: 'web', image: 'registry.example/shop/basket:2.0.0' },
        ],
      },
    );
    expect(effect).toBe(
      `Sets web to registry.example/shop/basket:2.0.0. These are the images of revision 2; if nothing else differs: ${skips}`,
    );
  });
});

describe('11: blue-green after the cutover', () => {
  const CASE = '11-blue-green-after-cutover';

  it('abort moves the active service back, and says what ends', () => {
    const { effect, warnings } = dialog(
      loadCase(CASE, { now: NOW }),
      'basket',
      'abort',
    );
    expect(effect).toBe(
      'The active service goes back to revision 1. The pods of revision 2 are scaled down shortly after. The new template stays in the spec: it is not rolled out until it is retried or changed.',
    );
    expect(warnings).toContain(
      'Analysis basket-newhash-2-post is terminated before its verdict.',
    );
  });

  it('promote full makes stable what is active', () => {
    expect(
      dialog(loadCase(CASE, { now: NOW }), 'basket', 'promote-full').effect,
    ).toBe(
      'The active revision becomes stable now, without the analyses that are left.',
    );
  });

  it('abort before the cutover moves nothing', () => {
    const before = changed(CASE, text =>
      text.replace('"activeSelector":"newhash"', '"activeSelector":"oldhash"'),
    );
    expect(dialog(before, 'basket', 'abort').effect).toContain(
      'Revision 1 keeps all traffic.',
    );
  });

  it('abort waits for the new pods, and for a resume', () => {
    const broken = changed(CASE, text =>
      text
        .replace('"name":"basket-newhash"', '"name":"basket-newhash","x":"y"')
        .replace(
          /("image":"registry.example\/shop\/basket:2.0.0"\}\]\}\}\},"status":\{"observedGeneration":1,"replicas":4,"readyReplicas":4,"availableReplicas":)4/,
          '$11',
        ),
    );
    expect(dialog(broken, 'basket', 'abort').effect).toContain(
      'The active service goes back to revision 1, but only when all pods of revision 2 are ready.',
    );
    const paused = changed(CASE, text =>
      text.replace(
        '"spec":{"replicas":4',
        '"spec":{"paused":true,"replicas":4',
      ),
    );
    expect(dialog(paused, 'basket', 'abort').effect).toContain(
      'the active service goes back to revision 1 only when it is resumed.',
    );
  });
});

it('08: retry of what was aborted with dynamicStableScale', () => {
  const objects = loadCase('08-traffic-still-on-the-canary', { now: NOW });
  expect(dialog(objects, 'aborted-gliding', 'retry').effect).toBe(
    'Rolls the new template out again from step 1: 25 %. Then step 2: waits for manual promotion at 25 % of traffic.',
  );
  expect(dialog(objects, 'rolled-back-gliding', 'abort').effect).toContain(
    'there is nothing to abort',
  );
});

it('08: abort with dynamicStableScale goes back gradually', () => {
  const objects = changed('08-traffic-still-on-the-canary', text =>
    text
      .replace('"abort":true,', '')
      .replace('"phase":"Degraded"', '"phase":"Progressing"')
      .replace('"currentStepIndex":0', '"currentStepIndex":3'),
  );
  expect(dialog(objects, 'aborted-gliding', 'abort').effect).toContain(
    'All traffic goes back to revision 1, gradually as its pods get ready.',
  );
});

it('14: promote ends both pauses, and the analysis runs again', () => {
  const objects = loadCase('14-inconclusive-during-a-timed-pause', {
    now: NOW,
  });
  expect(dialog(objects, 'basket', 'promote').effect).toBe(
    'Finishes step 4, the last one: the canary becomes stable with all traffic.',
  );
  expect(dialog(objects, 'basket', 'skip-step').effect).toContain(
    'Skips step 4 (pause 10m).',
  );
});

it('18: abort and promote terminate the experiment', () => {
  const objects = loadCase('18-experiment-has-the-traffic', { now: NOW });
  const { effect, warnings } = dialog(objects, 'basket', 'promote');
  expect(effect).toBe(
    'Moves from step 1 to step 2: 50 % of traffic. Then the canary becomes stable.',
  );
  expect(warnings).toContain('Experiment basket-newhash-2-0 is terminated.');
  expect(dialog(objects, 'basket', 'abort').warnings).toContain(
    'Experiment basket-newhash-2-0 is terminated.',
  );
});
