import { ConfigReader } from '@backstage/config';
import { asksNothing } from './asksNothing';
import { JobPool } from './JobPool';
import { readLimits } from './limits';

jest.setTimeout(120_000);

const EXPONENTIAL = {
  values: { text: `${'a'.repeat(40)}!` },
  schemas: [{ properties: { text: { pattern: '^(a+)+$' } } }],
};
const FINE = { values: { text: 'a' }, schemas: [{ required: ['other'] }] };

describe('job processes', () => {
  let pool: JobPool | undefined;
  const start = (templates = {}) => {
    pool = new JobPool(
      readLimits(new ConfigReader({ slipway: { templates } })),
    );
    return pool;
  };
  const validate = (job: typeof FINE | typeof EXPONENTIAL, at = pool!) =>
    at.runShort({
      own: asksNothing,
      start: rpc => rpc.call('validate', job),
    });
  afterEach(() => pool?.close());

  it('a job answers, and the next one is not hurt by one that was stopped', async () => {
    start({ stalledSeconds: 1 });
    await expect(validate(FINE)).resolves.toMatchObject({
      errors: ['instance requires property "other"'],
    });
    await expect(validate(EXPONENTIAL)).rejects.toThrow(
      'computed for more than 1 s without a pause',
    );
    await expect(validate(FINE)).resolves.toMatchObject({
      errors: [expect.stringContaining('other')],
    });
  });

  it('few at once: others wait, and who would wait too long gets an error', async () => {
    start({ concurrentDryRuns: 1 });
    const asked = Array.from({ length: 22 }, () =>
      validate(FINE).then(
        () => 'answered',
        error => `${error.name}: ${error.message}`,
      ),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter(answer => answer === 'answered')).toHaveLength(21);
    expect(answers[21]).toMatch(
      /^ServiceUnavailableError: Too many templates are being tried/,
    );
  });

  it('a full heap ends the job with the reason, not the portal', async () => {
    start({ stalledSeconds: 60, memoryMb: 64 });
    // Every error of the validator is an object that is kept.
    const job = {
      values: Array.from({ length: 300_000 }, (_, index) => index),
      schemas: [
        {
          items: {
            allOf: Array.from({ length: 50 }, () => ({ type: 'string' })),
          },
        },
      ],
    };
    await expect(
      pool!.runShort({
        own: asksNothing,
        start: rpc => rpc.call('validate', job),
      }),
    ).rejects.toThrow('needed more than 64 MB of memory');
  });

  it('ends all jobs when the portal ends', async () => {
    start();
    const running = validate(EXPONENTIAL);
    pool!.close();
    await expect(running).rejects.toThrow('The portal is ending');
    await expect(validate(FINE)).rejects.toThrow('The portal is ending');
  });
});
