import { ConfigReader } from '@backstage/config';
import { readPlatformGroups } from './config';

const read = (platformGroups?: string[]) =>
  readPlatformGroups(
    new ConfigReader({ slipway: { permission: { platformGroups } } }),
  );

describe('readPlatformGroups', () => {
  it('names the platform group when nothing is configured', () => {
    expect(read()).toEqual(['group:default/platform']);
  });

  it('completes references', () => {
    expect(read(['Platform', 'group:infra/SRE'])).toEqual([
      'group:default/platform',
      'group:infra/sre',
    ]);
  });

  it('refuses what is not a group', () => {
    expect(() => read(['user:default/paula'])).toThrow(
      'slipway.permission.platformGroups takes references of groups, and "user:default/paula" is not one',
    );
  });
});
