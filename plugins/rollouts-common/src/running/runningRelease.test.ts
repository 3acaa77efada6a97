import { Bound } from '@slipway/plugin-clusters-common';
import { context, paused, rolloutOf } from '../__fixtures__/builders';
import { nearbyWarnings } from '../actions/nearbyWarnings';
import { deriveSummary } from '../derive/summary';
import { isUnderWay, releaseStartedAt, runningRelease } from './runningRelease';

type Options = Parameters<typeof rolloutOf>[0];

const summaryOf = (options?: Options) =>
  deriveSummary(rolloutOf(options), context());

const ABORTED: Options = { status: { phase: 'Degraded', abort: true } };

describe('a release under way', () => {
  it.each<[string, Options, boolean]>([
    ['progressing', {}, true],
    ['paused', { status: paused() }, true],
    ['degraded, not aborted', { status: { phase: 'Degraded' } }, true],
  ])('%s', (_, options, underWay) => {
    expect(isUnderWay(summaryOf(options))).toBe(underWay);
  });

  it('a fully promoted one is not', () => {
    const summary = summaryOf();
    const { wayBack: _, ...serving } = summary.serving;
    expect(
      isUnderWay({ ...summary, phase: 'Healthy', inProgress: false, serving }),
    ).toBe(false);
  });

  it('an aborted one is, as long as traffic goes back', () => {
    const aborted = summaryOf(ABORTED);
    const { wayBack, ...serving } = aborted.serving;
    expect(isUnderWay({ ...aborted, serving })).toBe(false);
    expect(isUnderWay(aborted)).toBe(wayBack !== undefined);
  });

  it('starts when the rollout stopped being complete', () => {
    const condition = (status: string) =>
      rolloutOf({
        status: {
          conditions: [
            {
              type: 'Completed',
              status,
              lastTransitionTime: '2026-01-01T09:00:00Z',
            },
          ],
        },
      });
    expect(releaseStartedAt(condition('False'))).toBe('2026-01-01T09:00:00Z');
    expect(releaseStartedAt(condition('True'))).toBeUndefined();
    expect(releaseStartedAt(rolloutOf())).toBeUndefined();
  });

  it('is listed with its step, traffic and what it waits for', () => {
    expect(
      runningRelease(
        summaryOf({ status: { ...paused(), currentStepIndex: 1 } }),
        '2026-01-01T09:00:00Z',
      ),
    ).toMatchObject({
      id: expect.stringMatching(/^rollouts:gke-prod\//),
      kind: 'canary',
      title: 'Canary of order-service: 1 → 2',
      state: 'step 2 of 7, 20 % of traffic, waiting for manual promotion',
      tone: 'paused',
      places: [
        {
          cluster: 'gke-prod',
          namespace: 'ecommerce',
          workloads: ['order-service'],
        },
      ],
      since: '2026-01-01T09:00:00Z',
      progress: 1 / 7,
      path: '/rollouts/gke-prod/ecommerce/order-service',
    });
  });

  it('has no progress and no step without steps', () => {
    const work = runningRelease(
      summaryOf({ strategy: { blueGreen: { activeService: 'a' } } }),
      undefined,
    );
    expect(work.title).toBe('Blue-green update of order-service: 1 → 2');
    expect(work).not.toHaveProperty('progress');
    expect(work.state).toMatch(/^progressing/);
  });
});

describe('what runs nearby', () => {
  const entity: Bound['entity'] = {
    state: 'bound',
    entityRef: 'component:default/order-service',
    by: 'workload-annotation',
  };
  const core = {
    ref: {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      name: 'order-service',
    },
    entity,
  };
  const fault = {
    ...runningRelease(summaryOf(), undefined),
    plugin: 'chaos',
    kind: 'fault' as const,
    title: 'Network delay on order-service',
    state: '2 of 2 injected',
    entityRefs: ['component:default/order-service'],
    places: [],
  };
  const WARNING =
    'A fault is running on this service: Network delay on order-service (2 of 2 injected). The metrics show its effect too.';
  const elsewhere = { entityRefs: ['component:default/cart'], places: [] };
  const here = {
    cluster: 'gke-prod',
    namespace: 'ecommerce',
    workloads: ['order-service'],
  };

  it.each([
    ['on the same entity', fault, [WARNING]],
    [
      'on the same workload',
      { ...fault, ...elsewhere, places: [here] },
      [WARNING],
    ],
    [
      'in the same namespace only',
      { ...fault, ...elsewhere, places: [{ ...here, workloads: undefined }] },
      [],
    ],
    ['on another service', { ...fault, ...elsewhere }, []],
    ['the release itself', { ...fault, kind: 'canary' as const }, []],
  ])('%s', (_, work, sentences) => {
    expect(nearbyWarnings(core, { work: [work], unknown: [] })).toEqual(
      sentences,
    );
  });

  it('says what is not known, and nothing before the list is there', () => {
    expect(
      nearbyWarnings(core, {
        work: [],
        unknown: [{ plugin: 'chaos', reason: 'no cluster answers' }],
      }),
    ).toEqual([
      'It is not known whether chaos runs something on this service: no cluster answers.',
    ]);
    expect(nearbyWarnings(core, undefined)).toEqual([]);
  });
});
