import { loadCase, ofKind } from '@slipway/field-cases';
import { abortSentence, servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

const NAME = '09-first-deployment-aborted';

/** What is derived of the case with `ready` pods and further conditions. */
function withPods(
  ready: number,
  more: Record<string, unknown> = {},
  conditions: unknown[] = [],
) {
  const objects = loadCase(NAME, { now: Date.now() });
  const counts = { readyReplicas: ready, availableReplicas: ready };
  for (const object of [
    ...ofKind(objects, 'Rollout'),
    ...ofKind(objects, 'ReplicaSet'),
  ]) {
    Object.assign((object as { status?: object }).status ?? {}, counts);
  }
  const [rollout] = ofKind(objects, 'Rollout');
  const { status = {} } = rollout as { status?: Record<string, unknown> };
  Object.assign(status, more);
  status.conditions = [
    ...(Array.isArray(status.conditions) ? status.conditions : []),
    ...conditions,
  ];
  return detailsOf(objects).basket.core;
}

describe('case 09: the first deployment, aborted', () => {
  it('has nothing to go back to', () => {
    const core = withPods(0);
    expect(abortSentence(core)).toBe(
      'The first deployment did not become ready: 0 of 4 pods. There is no earlier revision; nothing serves.',
    );
    expect(core.attention?.summary).toMatch(
      /^The first deployment did not become ready: 0 of 4 pods\./,
    );
    expect(core.serving).toMatchObject({ shares: [], nothing: 'no-ready-pod' });
    expect(core).toMatchObject({ actualWeight: 0 });
  });

  it.each([
    [
      'some of its pods are ready',
      withPods(2),
      'The first deployment did not become ready: 2 of 4 pods. There is no earlier revision; all traffic is on revision 1 (stable).',
    ],
    [
      'it was healthy before',
      withPods(0, {}, [{ type: 'Healthy', status: 'False' }]),
      'The pods of the first deployment are not all ready: 0 of 4 pods. There is no earlier revision; nothing serves.',
    ],
    [
      'all its pods are ready',
      withPods(4),
      'Aborted with nothing in progress, revision 1 is already stable: all traffic is on revision 1 (stable).',
    ],
    [
      'it was deployed while another template waited',
      withPods(0, { currentPodHash: 'other' }),
      'Aborted: no pod is ready, nothing serves.',
    ],
  ])('%s', (_, core, sentence) => {
    expect(abortSentence(core)).toBe(sentence);
  });

  it('says that nothing serves while it is only starting', () => {
    const core = withPods(0, { abort: undefined, phase: 'Progressing' });
    expect(abortSentence(core)).toBeUndefined();
    expect(servingSentence(core.serving)).toBe(
      'No pod is ready, nothing serves.',
    );
  });
});
