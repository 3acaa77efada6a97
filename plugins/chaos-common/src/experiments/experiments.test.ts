import { checkDraft } from '../checks';
import { EXPERIMENTS, experimentOf, podLabels, startSpec } from './experiments';
import { partOffer, partSpec } from './partOffer';

describe('experiments', () => {
  const specOf = (id: string) => {
    const experiment = experimentOf(id);
    if (!experiment) throw new Error(`there is no experiment ${id}`);
    return startSpec(experiment, 'shop', { app: 'orders' });
  };

  // What only the service knows is empty, and so refused until it is filled in.
  const TO_FILL_IN = [
    'jvm-exception',
    'jvm-latency',
    'dns-error',
    'disk-latency',
    'ec2-stop',
    'gcp-node-stop',
    'azure-vm-stop',
  ];
  it.each(EXPERIMENTS.map(({ id, kind }) => [id, kind] as const))(
    '%s starts with what its controller accepts, but for what is to be filled in',
    (id, kind) => {
      const refused = checkDraft({ kind, name: id, spec: specOf(id) }).filter(
        ({ severity }) => severity === 'refused',
      );
      const empty = TO_FILL_IN.includes(id);
      expect(empty ? [] : refused).toEqual([]);
    },
  );

  it('selects the pods of the service, in its namespace', () => {
    expect(specOf('pod-kill')).toEqual({
      action: 'pod-kill',
      gracePeriod: 0,
      mode: 'one',
      selector: { namespaces: ['shop'], labelSelectors: { app: 'orders' } },
    });
    expect(specOf('ec2-stop')).not.toHaveProperty('selector');
  });

  it('starts any other kind with its first action', () => {
    expect(specOf('IOChaos')).toMatchObject({ action: 'latency', mode: 'one' });
    expect(specOf('Workflow')).toEqual({});
    expect(experimentOf('Deployment')).toBeUndefined();
  });

  it('finds the pods by the id of the entity, else by its name', () => {
    expect(podLabels('orders', { 'backstage.io/kubernetes-id': 'o' })).toEqual({
      'backstage.io/kubernetes-id': 'o',
    });
    expect(podLabels('orders')).toEqual({ 'app.kubernetes.io/name': 'orders' });
  });
});

describe('an experiment as a part', () => {
  const offerOf = (id: string) => {
    const experiment = EXPERIMENTS.find(each => each.id === id);
    if (!experiment) throw new Error(`there is no experiment ${id}`);
    return { experiment, offer: partOffer(experiment) };
  };

  it.each(EXPERIMENTS.map(({ id }) => id))(
    '%s with its defaults is what a user starts with',
    id => {
      const { experiment, offer } = offerOf(id);
      expect(
        partSpec(experiment, 'shop', { app: 'orders' }, offer.defaults),
      ).toEqual(startSpec(experiment, 'shop', { app: 'orders' }));
    },
  );

  it('asks for what matters, as real fields', () => {
    const { offer } = offerOf('slow-network');
    expect(offer).toMatchObject({
      kind: 'fault',
      id: 'slow-network',
      durationSeconds: 120,
      defaults: {
        mode: 'all',
        duration: '2m',
        delay: { latency: '300ms', jitter: '50ms', correlation: '0' },
      },
    });
    expect(offer.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['mode', 'duration', 'delay'],
    });
  });

  it('what happens once has no duration', () => {
    const { offer } = offerOf('pod-kill');
    expect(offer.durationSeconds).toBe(0);
    expect(offer.defaults).not.toHaveProperty('duration');
    expect(offer.schema).not.toHaveProperty('properties.duration');
  });

  it('takes arguments in place of its own values, at their depth', () => {
    const { experiment } = offerOf('slow-network');
    expect(
      partSpec(
        experiment,
        'shop',
        { app: 'orders' },
        { mode: 'fixed', value: '2', delay: { latency: '1s' } },
      ),
    ).toMatchObject({
      action: 'delay',
      direction: 'to',
      mode: 'fixed',
      value: '2',
      duration: '2m',
      delay: { latency: '1s', jitter: '50ms' },
    });
  });

  it('leaves out a value that the mode does not take', () => {
    const { experiment } = offerOf('pod-kill');
    expect(
      partSpec(experiment, 'shop', {}, { mode: 'one', value: '' }),
    ).not.toHaveProperty('value');
  });
});
