import { loadCase, ofKind, RawObject } from '@slipway/field-cases';
import { abortSentence, leftoverSentence, servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

const NAME = '08-traffic-still-on-the-canary';
const load = () => loadCase(NAME, { now: Date.now() });

type Json = Record<string, unknown>;
const part = (object: unknown, ...path: string[]): Json =>
  path.reduce((at, key) => at[key] as Json, object as Json);

/** The case after `change` was done to its two Rollouts. */
function changed(change: (rollout: RawObject) => void): RawObject[] {
  const objects = load();
  ofKind(objects, 'Rollout').forEach(change);
  return objects;
}

const withoutDynamicStableScale = (rollout: RawObject) => {
  delete part(rollout, 'spec', 'strategy', 'canary').dynamicStableScale;
};
const stableComplete = (rollout: RawObject) => {
  withoutDynamicStableScale(rollout);
  part(rollout, 'spec').replicas = 0;
};
const withoutRouter = (rollout: RawObject) => {
  delete part(rollout, 'spec', 'strategy', 'canary').trafficRouting;
};
const invalid = (rollout: RawObject) => {
  part(rollout, 'status').conditions = [
    { type: 'InvalidSpec', status: 'True', message: 'no' },
  ];
};
const allBack = (rollout: RawObject) => {
  Object.assign(part(rollout, 'status', 'canary', 'weights', 'canary'), {
    weight: 0,
  });
  Object.assign(part(rollout, 'status', 'canary', 'weights', 'stable'), {
    weight: 100,
  });
};
const allElsewhere = (rollout: RawObject) => {
  Object.assign(part(rollout, 'status', 'canary', 'weights', 'canary'), {
    weight: 100,
  });
  Object.assign(part(rollout, 'status', 'canary', 'weights', 'stable'), {
    weight: 0,
  });
};

describe('case 08: traffic is still on the canary', () => {
  const details = detailsOf(load());

  it('after an abort', () => {
    const { core } = details['aborted-gliding'];
    expect(abortSentence(core)).toBe(
      'Aborted: 60 % of traffic is still on revision 2, it goes back as stable pods become ready.',
    );
    expect(core.attention?.summary).toMatch(
      /^Aborted: 60 % of traffic is still on revision 2/,
    );
    expect(core).toMatchObject({ setWeight: 0, actualWeight: 60 });
    expect(
      core.serving.shares.map(({ role, revision, percent, service }) => [
        role,
        revision,
        percent,
        service,
      ]),
    ).toEqual([
      ['canary', 2, 60, 'basket-canary'],
      ['stable', 1, 40, 'basket-stable'],
    ]);
  });

  it('after a rollback: the router still sends it to the revision before', () => {
    const { core } = details['rolled-back-gliding'];
    expect(core).toMatchObject({ setWeight: 100, actualWeight: 40 });
    expect(servingSentence(core.serving)).toBe(
      '60 % of traffic is on revision 2, 40 % on revision 3 (stable).',
    );
    expect(leftoverSentence(core)).toBe(
      '60 % of traffic is still on revision 2, it goes back as stable pods become ready.',
    );
  });

  it.each<[string, (rollout: RawObject) => void, string, string | undefined]>([
    [
      'without dynamicStableScale stable must be complete first',
      withoutDynamicStableScale,
      'Aborted: 60 % of traffic is still on revision 2, it goes back once all stable pods are ready.',
      '60 % of traffic is still on revision 2, it goes back once all stable pods are ready.',
    ],
    [
      'without dynamicStableScale a complete stable needs no waiting',
      stableComplete,
      'Aborted: 60 % of traffic is still on revision 2, it goes back with the next reconciliation of the controller.',
      '60 % of traffic is still on revision 2, it goes back with the next reconciliation of the controller.',
    ],
    [
      'weights that are left over from a router count no more: pods do',
      withoutRouter,
      'Aborted: 60 % of traffic is still on revision 2, it goes back as its pods are replaced by stable ones.',
      '60 % of traffic is still on revision 2, it goes back as its pods are replaced by stable ones.',
    ],
    [
      'with an invalid spec the controller does nothing',
      invalid,
      'Aborted: 60 % of traffic is still on revision 2.',
      '60 % of traffic is still on revision 2.',
    ],
    [
      'all of it is back',
      allBack,
      'Aborted: all traffic is on revision 1 (stable).',
      undefined,
    ],
    [
      'none of it is back',
      allElsewhere,
      'Aborted: all traffic is still on revision 2, it goes back as stable pods become ready.',
      'All traffic is still on revision 2, it goes back as stable pods become ready.',
    ],
  ])('%s', (_, change, aborted, leftover) => {
    const variants = detailsOf(changed(change));
    expect(abortSentence(variants['aborted-gliding'].core)).toBe(aborted);
    expect(leftoverSentence(variants['rolled-back-gliding'].core)).toBe(
      leftover,
    );
  });
});
