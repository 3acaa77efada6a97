import { loadCase, ofKind } from '@slipway/field-cases';
import { abortSentence, revisionsInPlay, servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

const NAME = '11-blue-green-after-cutover';

type Json = Record<string, unknown>;

function variant(status: Json, more: { spec?: Json; newPods?: number } = {}) {
  const objects = loadCase(NAME, { now: Date.now() });
  const [rollout] = ofKind(objects, 'Rollout');
  const of = rollout as { spec?: Json; status?: Json };
  Object.assign(of.status ?? {}, status);
  Object.assign(of.spec ?? {}, more.spec);
  if (more.newPods !== undefined) {
    const added = ofKind(objects, 'ReplicaSet').find(({ metadata }) =>
      metadata.name.endsWith('newhash'),
    ) as { status?: Json } | undefined;
    Object.assign(added?.status ?? {}, {
      readyReplicas: more.newPods,
      availableReplicas: more.newPods,
    });
  }
  return detailsOf(objects).basket;
}

const cards = (detail: ReturnType<typeof variant>) =>
  revisionsInPlay(detail).map(({ revision, title, traffic, notes }) =>
    [`${revision.revision} ${title}`, traffic, ...notes].join(', '),
  );

describe('case 11: blue-green after the cutover', () => {
  it('the active revision serves, stable is kept for going back', () => {
    const detail = variant({});
    expect(servingSentence(detail.core.serving)).toBe(
      'All traffic is on revision 2 (active).',
    );
    expect(detail.core.serving.shares).toEqual([
      {
        role: 'active',
        podTemplateHash: 'newhash',
        revision: 2,
        percent: 100,
        service: 'basket',
      },
    ]);
    expect(cards(detail)).toEqual([
      '1 stable, no traffic, kept for going back',
      '2 active, all traffic',
    ]);
  });

  it('before the cutover the preview has no traffic', () => {
    expect(
      cards(
        variant({
          blueGreen: { activeSelector: 'oldhash', previewSelector: 'newhash' },
        }),
      ),
    ).toEqual(['1 active and stable, all traffic', '2 preview, no traffic']);
  });

  it.each([
    [
      'aborted after the cutover',
      variant({ abort: true }),
      'Aborted: all traffic is still on revision 2, the active Service goes back to the stable revision.',
    ],
    [
      'aborted, and the new revision has lost pods: the Service stays',
      variant({ abort: true }, { newPods: 3 }),
      'Aborted: all traffic is still on revision 2, the active Service goes back to the stable revision only once all pods of the new revision are available.',
    ],
    [
      'aborted while a user has paused it: the Service stays',
      variant({ abort: true }, { spec: { paused: true } }),
      'Aborted: all traffic is still on revision 2.',
    ],
    [
      'aborted, the Service has gone back',
      variant({
        abort: true,
        blueGreen: { activeSelector: 'oldhash', previewSelector: 'newhash' },
      }),
      'Aborted: all traffic is on revision 1 (active).',
    ],
    [
      'aborted, and no pod of the active revision is ready',
      variant({ abort: true }, { newPods: 0 }),
      'Aborted: no pod is ready, nothing serves.',
    ],
  ])('%s', (_, { core }, sentence) => {
    expect(abortSentence(core)).toBe(sentence);
  });
});
