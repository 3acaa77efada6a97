import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { cpuMsOf } from './cpuMsOf';
import { folderBytes } from './folderBytes';
import { readLimits } from './limits';
import { withoutSecrets } from './withoutSecrets';

describe('limits of a run', () => {
  it('have defaults, and each can be configured', () => {
    const configured = readLimits(
      new ConfigReader({ slipway: { templates: { memoryMb: 64 } } }),
    );
    expect(configured).toMatchObject({ memoryMb: 64, stalledSeconds: 5 });
  });

  it.each([0, -1])('%d is refused by name', value => {
    const config = new ConfigReader({
      slipway: { templates: { cpuSeconds: value } },
    });
    expect(() => readLimits(config)).toThrow(
      `slipway.templates.cpuSeconds must be more than 0, and is ${value}`,
    );
  });
});

describe('what a run uses', () => {
  const directory = createMockDirectory();

  it('bytes of a folder are counted up to the limit', async () => {
    directory.setContent({ a: 'x'.repeat(2000), b: { c: 'y'.repeat(3000) } });
    const bytes = await folderBytes(directory.path, 1e6);
    expect(bytes).toBeGreaterThanOrEqual(5000);
    expect(bytes).toBeLessThan(10_000);
    expect(await folderBytes(directory.path, 1000)).toBeGreaterThan(1000);
    expect(await folderBytes(directory.resolve('none'), 1000)).toBe(0);
  });

  it('processor time is that of the process', () => {
    const { user, system } = process.cpuUsage();
    const used = cpuMsOf(process.pid);
    // Undefined where the system has no such file.
    expect(used ?? Infinity).toBeGreaterThanOrEqual(
      (user + system) / 1000 - 1000,
    );
    expect(cpuMsOf(undefined)).toBeUndefined();
  });
});

describe('configuration for a job', () => {
  it('holds no secret', () => {
    const config = {
      github: [
        {
          host: 'github.com',
          apiBaseUrl: 'https://api.github.com',
          token: 'hunter2',
          apps: [{ appId: 1, privateKey: 'hunter2', clientSecret: 'hunter2' }],
        },
      ],
      azure: [{ host: 'a', credentials: [{ clientSecret: 'hunter2' }] }],
      bitbucketServer: [{ host: 'b', username: 'x', password: 'hunter2' }],
      awsS3: [{ accessKeyId: 'hunter2', secretAccessKey: 'hunter2' }],
    };
    expect(withoutSecrets(config)).toEqual({
      github: [{ host: 'github.com', apiBaseUrl: 'https://api.github.com' }],
      azure: [{ host: 'a' }],
      bitbucketServer: [{ host: 'b' }],
      awsS3: [{}],
    });
  });
});
