import { alertLane, AlertSeries } from './alertLane';

const PLACE = { cluster: 'gke', namespace: 'shop', workload: 'orders' };
const ENTITY = 'component:default/orders';
const STEP = 60;
const END = 6000;

const series = (
  times: number[],
  labels: Record<string, string> = {},
): AlertSeries => ({
  labels: {
    alertname: 'HighErrorRate',
    alertstate: 'firing',
    namespace: 'shop',
    deployment: 'orders',
    ...labels,
  },
  samples: times.map(at => [at, 1] as const),
});
const lane = (
  firing: AlertSeries[],
  more: Partial<Parameters<typeof alertLane>[2]> = {},
) =>
  alertLane(PLACE, ENTITY, {
    firing,
    since: [],
    stepSeconds: STEP,
    endSeconds: END,
    nowSeconds: END,
    ...more,
  });

describe('alerts on the timeline', () => {
  it.each<[string, number[], Array<[from: number, to?: number]>]>([
    ['never', [], []],
    ['once', [600], [[600, 660]]],
    ['for some time', [600, 660, 720], [[600, 780]]],
    [
      'twice',
      [600, 660, 900, 960],
      [
        [600, 720],
        [900, 1020],
      ],
    ],
    ['still', [5880, 5940], [[5880, undefined]]],
  ])('that fired %s', (_, times, expected) => {
    expect(
      lane([series(times)]).items.map(item =>
        item.type === 'span'
          ? [item.from / 1000, item.to && item.to / 1000]
          : item,
      ),
    ).toEqual(expected);
  });

  it.each([
    ['of the workload', {}, 1],
    [
      'of one of its ReplicaSets',
      { deployment: '', replicaset: 'orders-6dfb' },
      1,
    ],
    ['of another workload', { deployment: 'cart' }, 0],
    ['of another namespace', { namespace: 'other' }, 0],
  ])('%s', (_, labels, count) => {
    expect(lane([series([600], labels)]).items).toHaveLength(count);
  });

  it('say what they are about and how grave they are', () => {
    expect(
      lane([series([600], { severity: 'critical' })]).items[0],
    ).toMatchObject({
      title: 'HighErrorRate',
      detail: 'severity critical · deployment=orders · namespace=shop',
      tone: 'degraded',
    });
  });

  it('in a range that ended before now may have gone on', () => {
    const [item] = lane([series([5880, 5940])], {
      nowSeconds: END + 3600,
    }).items;
    expect(item).toMatchObject({ to: 6_000_000, endUnknown: true });
  });

  it('have the same id whatever the range and the distance of the samples', () => {
    const idOf = (step: number, times: number[]) => {
      const { labels } = series([]);
      const { alertstate: _, ...own } = labels;
      const since: AlertSeries = {
        labels: { ...own, __name__: 'ALERTS_FOR_STATE' },
        samples: times.map(at => [at, 575] as const),
      };
      return lane([series(times)], { since: [since], stepSeconds: step })
        .items[0].id;
    };
    expect(idOf(60, [600, 660])).toBe(idOf(30, [630, 660]));
    expect(idOf(60, [600, 660])).toMatch(/ 575$/);
  });
});
