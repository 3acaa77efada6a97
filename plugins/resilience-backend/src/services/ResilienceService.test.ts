import { newRun } from '../__testUtils__/engine';
import { ResilienceService } from './ResilienceService';

type Options = ConstructorParameters<typeof ResilienceService>[0];

const serviceOf = (samplesGoneAt?: string) =>
  new ResilienceService({
    store: {
      find: async () => ({
        detail: newRun(undefined, { samplesGoneAt }),
      }),
      samples: async () => [],
    } as unknown as Options['store'],
  } as Options);

it('gives samples, and says when they were deleted', async () => {
  expect(await serviceOf().samples('a')).toEqual([]);
  const gone = serviceOf('2026-04-03T05:06:07.000Z');
  await expect(gone.samples('a')).rejects.toThrow(
    /deleted on 2026-04-03, past their retention\. Its verdict/,
  );
  expect(await gone.series('a')).toMatchObject({ samples: [] });
});
