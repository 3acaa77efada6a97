import { mockServices } from '@backstage/backend-test-utils';
import { readLanes } from './config';
import { LANES } from './lanes';

const read = (fairShare?: Record<string, number>) =>
  readLanes(
    mockServices.rootConfig({
      data: fairShare ? { slipway: { fairShare } } : {},
    }),
  );

describe('readLanes', () => {
  it('has limits without configuration', () => {
    expect(read()).toEqual(LANES);
  });

  it('changes those of ordinary requests', () => {
    const lanes = read({ perSecond: 80, besideOthers: 12 });
    expect(lanes.requests).toEqual({
      ...LANES.requests,
      perSecond: 80,
      besideOthers: 12,
    });
    expect(lanes.actions).toEqual(LANES.actions);
  });

  it.each<[Record<string, number>, string]>([
    [{ perSecond: 0 }, 'slipway.fairShare.perSecond: must be a whole number'],
    [{ allowance: 1.5 }, 'slipway.fairShare.allowance: must be'],
    [{ rate: 5 }, 'slipway.fairShare.rate: there is no such key'],
  ])('%j is refused with its key', (fairShare, message) => {
    expect(() => read(fairShare)).toThrow(message);
  });
});
