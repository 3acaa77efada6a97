import { loadCase, ofKind } from '@slipway/field-cases';
import { servingSentence } from '../derive';
import { detailsOf } from '../testUtils';

const NAME = '18-experiment-has-the-traffic';

type Json = Record<string, unknown>;

function withAdditional(additional: Json[], stable: number) {
  const objects = loadCase(NAME, { now: Date.now() });
  const [rollout] = ofKind(objects, 'Rollout');
  const { status } = rollout as { status?: { canary: { weights: Json } } };
  Object.assign(status?.canary.weights ?? {}, {
    stable: { weight: stable, podTemplateHash: 'oldhash' },
    additional,
  });
  return detailsOf(objects).basket.core;
}

describe('case 18: an experiment has traffic', () => {
  it('says which revision its templates run and how much they get', () => {
    const { core } = detailsOf(loadCase(NAME, { now: Date.now() })).basket;
    expect(
      core.serving.shares.map(({ role, name, revision, percent, service }) => [
        role,
        name,
        revision,
        percent,
        service,
      ]),
    ).toEqual([
      ['stable', undefined, 1, 70, 'basket-stable'],
      ['experiment', 'trial', 2, 15, 'basket-trial'],
      ['experiment', 'baseline', 1, 15, 'basket-baseline'],
    ]);
    expect(core).toMatchObject({ setWeight: 0, actualWeight: 0 });
    expect(servingSentence(core.serving)).toBe(
      "70 % of traffic is on revision 1 (stable), 15 % on the experiment's template trial (revision 2) and 15 % on the experiment's template baseline (revision 1).",
    );
  });

  it.each<[string, Json[], number, string]>([
    [
      'a template with a pod hash of its own, as real experiments have',
      [{ weight: 5, podTemplateHash: '7d9c', serviceName: 'b-2-0-trial' }],
      95,
      "95 % of traffic is on revision 1 (stable), 5 % on the experiment's template trial (revision 2).",
    ],
    [
      'a template that the spec does not name',
      [{ weight: 5, podTemplateHash: '7d9c', serviceName: 'elsewhere' }],
      95,
      '95 % of traffic is on revision 1 (stable), 5 % on a template of the experiment.',
    ],
    [
      'a template whose Service the controller has lost',
      [{ weight: 5 }],
      95,
      '95 % of traffic is on revision 1 (stable), 5 % on a template of the experiment, for which the controller names no Service.',
    ],
    [
      'shares that do not add up',
      [{ weight: 15, podTemplateHash: 'newhash', serviceName: 'b-trial' }],
      70,
      'Who serves is not known: The weights that the controller reports of the traffic router add up to 85 of 100.',
    ],
  ])('%s', (_, additional, stable, sentence) => {
    expect(servingSentence(withAdditional(additional, stable).serving)).toBe(
      sentence,
    );
  });
});
