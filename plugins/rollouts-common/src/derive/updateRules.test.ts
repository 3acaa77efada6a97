import { UpdateRules } from '../types';
import { rolloutOf } from '../__fixtures__/builders';
import { updateRules } from './updateRules';

type Options = NonNullable<Parameters<typeof rolloutOf>[0]>;

const routed = { trafficRouting: { nginx: { stableIngress: 'shop' } } };
const blueGreen = (more: object): Options => ({
  strategy: { blueGreen: { activeService: 'a', ...more } },
});

describe('updateRules', () => {
  it.each<[string, Options, Partial<UpdateRules>]>([
    [
      'a canary without more',
      {},
      {
        rollbackWindow: undefined,
        progressDeadlineAbort: false,
        restartsAtOnce: 1,
        abortScaleDownDelay: 0,
        backgroundAnalysis: undefined,
        dynamicStableScale: false,
        autoPromotionSeconds: undefined,
      },
    ],
    [
      'a rollback window',
      { spec: { rollbackWindow: { revisions: 3 } } },
      { rollbackWindow: 3 },
    ],
    [
      'a rollback window of none',
      { spec: { rollbackWindow: { revisions: 0 } } },
      { rollbackWindow: undefined },
    ],
    [
      'abort at the deadline',
      { spec: { progressDeadlineAbort: true } },
      { progressDeadlineAbort: true },
    ],
    [
      'a router: half a minute after an abort',
      { canary: routed },
      { abortScaleDownDelay: 30 },
    ],
    [
      'a router: kept after an abort',
      { canary: { ...routed, abortScaleDownDelaySeconds: 0 } },
      { abortScaleDownDelay: undefined },
    ],
    [
      'dynamicStableScale scales down with the traffic',
      { canary: { ...routed, dynamicStableScale: true } },
      { dynamicStableScale: true, abortScaleDownDelay: 0 },
    ],
    [
      'dynamicStableScale with a delay of its own',
      {
        canary: {
          ...routed,
          dynamicStableScale: true,
          abortScaleDownDelaySeconds: 60,
        },
      },
      { abortScaleDownDelay: 60 },
    ],
    [
      'dynamicStableScale without a router is none',
      { canary: { dynamicStableScale: true } },
      { dynamicStableScale: false },
    ],
    [
      'background analysis',
      {
        canary: {
          analysis: {
            templates: [{ templateName: 'errors' }],
            startingStep: 2,
          },
        },
      },
      { backgroundAnalysis: { templates: ['errors'], startingStep: 2 } },
    ],
    [
      'background analysis without templates',
      { canary: { analysis: { templates: [] } } },
      { backgroundAnalysis: undefined },
    ],
    [
      'restart by number',
      { canary: { maxUnavailable: 3 } },
      { restartsAtOnce: 3 },
    ],
    [
      'restart by percent, rounded down',
      { canary: { maxUnavailable: '50%' } },
      { restartsAtOnce: 2 },
    ],
    [
      'restart at least one',
      { canary: { maxUnavailable: 0 } },
      { restartsAtOnce: 1 },
    ],
    [
      'blue-green promotes at once',
      blueGreen({}),
      { autoPromotionSeconds: 0, abortScaleDownDelay: 30 },
    ],
    [
      'blue-green promotes after a time',
      blueGreen({ autoPromotionSeconds: 60 }),
      { autoPromotionSeconds: 60 },
    ],
    [
      'blue-green waits for manual promotion, whatever the seconds',
      blueGreen({ autoPromotionEnabled: false, autoPromotionSeconds: 60 }),
      { autoPromotionSeconds: undefined },
    ],
    [
      'blue-green with analyses and a small preview',
      blueGreen({
        previewReplicaCount: 1,
        prePromotionAnalysis: { templates: [{ templateName: 'smoke' }] },
        postPromotionAnalysis: { templates: [{ templateName: 'load' }] },
        abortScaleDownDelaySeconds: 90,
      }),
      {
        previewReplicaCount: 1,
        prePromotionAnalysis: { templates: ['smoke'] },
        postPromotionAnalysis: { templates: ['load'] },
        abortScaleDownDelay: 90,
      },
    ],
  ])('%s', (_, options, expected) => {
    const rules: Partial<UpdateRules> = updateRules(rolloutOf(options));
    expect(
      Object.fromEntries(
        Object.keys(expected).map(key => [
          key,
          rules[key as keyof UpdateRules],
        ]),
      ),
    ).toEqual(expected);
  });
});
