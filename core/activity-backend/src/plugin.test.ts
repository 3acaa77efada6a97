import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  ActivityService,
  activityServiceRef,
} from '@slipway/plugin-activity-node';
import { fakeLiveTopics } from '@slipway/plugin-live-node/testUtils';
import {
  userActivity,
  platformActivity,
  TARGET,
} from './__testUtils__/activities';
import activityPlugin from './index';

/** The whole way: another plugin's service ref, HTTP, routes, SQLite, live topic. */
describe('activity plugin', () => {
  async function setUp() {
    let activity: ActivityService | undefined;
    const topics = fakeLiveTopics();
    const backend = await startTestBackend({
      features: [
        activityPlugin,
        topics.factory,
        createBackendPlugin({
          pluginId: 'rollouts',
          register(env) {
            env.registerInit({
              deps: {
                service: activityServiceRef,
                logger: coreServices.logger,
              },
              async init({ service }) {
                activity = service;
              },
            });
          },
        }),
      ],
    });
    if (!activity) throw new Error('the service was not made');
    return { activity, topics, backend };
  }

  it('keeps, shows and lists what another plugin writes', async () => {
    const { activity, topics } = await setUp();
    const opened = await topics.open('activity:target', TARGET, {
      credentials: mockCredentials.user(),
    });
    await opened.waitFor(topic => topic.ready);

    const { id } = await activity.begin(userActivity());
    await opened.waitFor(topic => topic.items.has(id));
    await activity.finish(id, { outcome: 'succeeded', after: { step: 4 } });
    await opened.waitFor(
      topic =>
        (topic.items.get(id) as { outcome: string }).outcome === 'succeeded',
    );
    expect(await activity.platformEvent(platformActivity())).toEqual({
      claimed: true,
    });
    expect(await activity.platformEvent(platformActivity())).toEqual({
      claimed: false,
    });
    const { items } = await activity.list({ cluster: 'gke-prod' });
    expect(items.map(entry => entry.type).sort()).toEqual([
      'phase-changed',
      'promote',
    ]);
    opened.close();
  });

  it('shows the caller what went wrong', async () => {
    const { activity } = await setUp();
    await expect(
      activity.finish('nothing', { outcome: 'succeeded' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(
      activity.begin(userActivity({ actor: 'nobody' })),
    ).rejects.toMatchObject({ statusCode: 400 });
  });
});
