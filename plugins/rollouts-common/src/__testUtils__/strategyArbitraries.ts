import fc from 'fast-check';
import { Json } from '@slipway/plugin-clusters-common/read';
import type { Tone } from './arbitraries';

const duration = fc.constantFrom<unknown>('10m', '1h30m', '45s', 30, '90', 600);

const step = (max: number, tone: Tone): fc.Arbitrary<Json> => {
  const weight =
    tone === 'adversarial'
      ? fc.integer({ min: 0, max: max * 2 })
      : fc.integer({ min: 0, max });
  return fc.oneof(
    weight.map(setWeight => ({ setWeight })),
    fc.constant({ pause: {} }),
    duration.map(value => ({ pause: { duration: value } })),
    fc.constant({
      analysis: { templates: [{ templateName: 'success-rate' }] },
    }),
    fc.constant({
      experiment: {
        duration: '5m',
        templates: [{ name: 'baseline', specRef: 'stable' }],
      },
    }),
    fc
      .oneof(
        fc.record({ weight: fc.integer({ min: 0, max: 100 }) }),
        fc.record({ replicas: fc.integer({ min: 0, max: 9 }) }),
        fc.constant({ matchTrafficWeight: true }),
      )
      .map(setCanaryScale => ({ setCanaryScale })),
    fc.constantFrom(
      { setHeaderRoute: { name: 'beta', match: [{ headerName: 'x' }] } },
      { setHeaderRoute: { name: 'beta' } },
      { setMirrorRoute: { name: 'mirror', percentage: 35, match: [{}] } },
      { setMirrorRoute: { name: 'mirror' } },
      { plugin: { name: 'acme/wait' } },
    ),
    ...(tone === 'adversarial'
      ? [
          fc.constantFrom<Json>(
            {},
            { pause: { duration: 'soon' } },
            { unheardOf: 1 },
          ),
        ]
      : []),
  );
};

/** A canary with any steps and routing. @param max - its largest weight */
export const canaryStrategy = (max: number, tone: Tone) =>
  fc.record(
    {
      steps: fc.array(step(max, tone), { maxLength: 6 }),
      stableService: fc.constant('stable'),
      canaryService: fc.constant('canary'),
      trafficRouting: fc.constant({
        nginx: { stableIngress: 'order' },
        ...(max === 100 ? {} : { maxTrafficWeight: max }),
      }),
      pingPong: fc.constant({ pingService: 'ping', pongService: 'pong' }),
      dynamicStableScale: fc.boolean(),
    },
    { requiredKeys: [] },
  );

export const blueGreenStrategy = fc.record(
  {
    activeService: fc.constant('active'),
    previewService: fc.constant('preview'),
    autoPromotionEnabled: fc.boolean(),
    autoPromotionSeconds: fc.integer({ min: 0, max: 900 }),
    scaleDownDelaySeconds: fc.integer({ min: 0, max: 90 }),
    postPromotionAnalysis: fc.constant({
      templates: [{ templateName: 'success-rate' }],
    }),
  },
  { requiredKeys: ['activeService'] },
);
