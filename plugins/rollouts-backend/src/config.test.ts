import { ConfigReader } from '@backstage/config';
import { readRolloutsConfig } from './config';

describe('readRolloutsConfig', () => {
  it('has defaults: half an hour, no acting agents', () => {
    expect(readRolloutsConfig(new ConfigReader({}))).toEqual({
      waitingNoticeAfterMs: 1_800_000,
      agentActionsEnabled: false,
      appBaseUrl: '',
    });
  });

  it.each([['PT5M'], [{ minutes: 5 }], ['5m']])('reads %j', after => {
    const config = readRolloutsConfig(
      new ConfigReader({
        app: { baseUrl: 'http://portal.test/' },
        slipway: {
          rollouts: {
            waitingNotice: { after },
            agentActions: { enabled: true },
          },
        },
      }),
    );
    expect(config).toEqual({
      waitingNoticeAfterMs: 300_000,
      agentActionsEnabled: true,
      appBaseUrl: 'http://portal.test',
    });
  });

  it('names the key that is wrong', () => {
    expect(() =>
      readRolloutsConfig(
        new ConfigReader({
          slipway: { rollouts: { waitingNotice: { after: 'soon' } } },
        }),
      ),
    ).toThrow(/slipway\.rollouts\.waitingNotice\.after/);
  });
});
