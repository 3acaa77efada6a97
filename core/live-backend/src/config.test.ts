import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readStreamLimits } from './config';

const read = (data: JsonObject) =>
  readStreamLimits(mockServices.rootConfig({ data }));

describe('readStreamLimits', () => {
  it.each<[JsonObject, object]>([
    [{}, { maxStreamsPerUser: 20, maxStreams: 1_000, maxTopicsPerUser: 200 }],
    [
      {
        slipway: { live: { maxStreamsPerUser: 5, maxTopicsPerUser: 100 } },
      },
      { maxStreamsPerUser: 5, maxStreams: 1_000, maxTopicsPerUser: 100 },
    ],
    [
      {
        slipway: { live: { maxStreamsPerPerson: 5, maxTopicsPerPerson: 100 } },
      },
      { maxStreamsPerUser: 5, maxStreams: 1_000, maxTopicsPerUser: 100 },
    ],
    [
      { slipway: { live: { maxStreamsPerPerson: 5, maxStreamsPerUser: 6 } } },
      { maxStreamsPerUser: 6, maxStreams: 1_000, maxTopicsPerUser: 200 },
    ],
  ])('%j', (data, limits) => expect(read(data)).toEqual(limits));

  it.each<[JsonObject, string]>([
    [{ maxStreams: 0 }, 'slipway.live.maxStreams: '],
    [{ maxStreamsPerUser: 1.5 }, 'slipway.live.maxStreamsPerUser: '],
    [
      { maxStream: 5 },
      "slipway.live: Unrecognized key(s) in object: 'maxStream'",
    ],
  ])('%j is refused with its key', (live, message) => {
    expect(() => read({ slipway: { live } })).toThrow(message);
  });
});
