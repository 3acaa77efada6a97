import { namespaceFlow, PodNow, seededUnit } from '@slipway/platform-model';
import { meet } from './meet';

const pod = (name: string, version: string, ready = true): PodNow => ({
  namespace: 'ecommerce',
  name,
  service: 'order-service',
  workload: 'order-service',
  replicaSet: `order-service-${version}`,
  version,
  templateHash: version,
  ready,
});

const flowOf = (
  pods: PodNow[],
  causes: Parameters<typeof namespaceFlow>[2] = [],
) => namespaceFlow('ecommerce', pods, causes, 0, 'test').get('order-service');

/** Numbers in [0, 1), the same in every run. */
function spread(): () => number {
  let at = 0;
  return () => seededUnit('meet', at++);
}

function outcomes(flow: ReturnType<typeof flowOf>, requests: number) {
  const random = spread();
  return Array.from({ length: requests }, (_, turn) =>
    meet(flow, turn, random),
  );
}

describe('meet', () => {
  it('is refused where no pod is ready, and where there is no such service', () => {
    const refused = { outcome: 'lost', milliseconds: 0 };
    expect(meet(flowOf([pod('a', '1', false)]), 0, spread())).toEqual(refused);
    expect(meet(undefined, 0, spread())).toEqual(refused);
  });

  it('lets ready pods take turns, and fails where the release of the pod fails', () => {
    const flow = flowOf([
      pod('stable', '1.8.2'),
      pod('starting', '1.8.2', false),
      pod('canary', '1.9.0-errors'),
    ]);
    const met = outcomes(flow, 2_000);
    const of = (name: string) => met.filter(one => one.pod === name);
    expect(of('stable')).toHaveLength(1_000);
    expect(of('canary')).toHaveLength(1_000);
    const failed = (name: string) =>
      of(name).filter(({ outcome }) => outcome === 'failed').length;
    expect(failed('stable')).toBeLessThan(20);
    expect(failed('canary')).toBeGreaterThan(100);
    expect(failed('canary')).toBeLessThan(200);
  });

  it('waits longer and loses answers where a network fault does that', () => {
    const pods = [pod('a', '1.8.2')];
    const median = (met: ReturnType<typeof outcomes>) =>
      met.map(one => one.milliseconds).sort((x, y) => x - y)[met.length / 2];
    const well = outcomes(flowOf(pods), 1_000);
    const slow = outcomes(
      flowOf(pods, [
        {
          kind: 'network',
          from: [{ service: 'order-service' }],
          milliseconds: 300,
          failures: 0.5,
        },
      ]),
      1_000,
    );
    expect(median(slow) - median(well)).toBeGreaterThan(290);
    const lost = slow.filter(({ outcome }) => outcome === 'lost').length;
    expect(lost).toBeGreaterThan(400);
    expect(lost).toBeLessThan(600);
  });
});
