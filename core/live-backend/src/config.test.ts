import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readStreamLimits } from './config';

const read = (data: JsonObject) =>
  readStreamLimits(mockServices.rootConfig({ data }));

describe('readStreamLimits', () => {
  it.each<[JsonObject, object]>([
    [
      {},
      { maxStreamsPerPerson: 20, maxStreams: 1_000, maxTopicsPerPerson: 200 },
    ],
    [
      {
        slipway: { live: { maxStreamsPerPerson: 5, maxTopicsPerPerson: 100 } },
      },
      { maxStreamsPerPerson: 5, maxStreams: 1_000, maxTopicsPerPerson: 100 },
    ],
  ])('%j', (data, limits) => expect(read(data)).toEqual(limits));

  it.each<[JsonObject, string]>([
    [{ maxStreams: 0 }, 'slipway.live.maxStreams: '],
    [{ maxStreamsPerPerson: 1.5 }, 'slipway.live.maxStreamsPerPerson: '],
    [
      { maxStream: 5 },
      "slipway.live: Unrecognized key(s) in object: 'maxStream'",
    ],
  ])('%j is refused with its key', (live, message) => {
    expect(() => read({ slipway: { live } })).toThrow(message);
  });
});
