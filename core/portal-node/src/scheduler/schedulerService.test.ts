import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permission from '@backstage/plugin-permission-backend';
import policy from '@slipway/plugin-permission-backend-module-slipway';
import request from 'supertest';
import { usersOf } from '@slipway/test-utils';
import { schedulerService } from './schedulerService';

const TASK = '/api/cleaner/.backstage/scheduler/v1/tasks/clean';
const HEADERS = {
  nobody: mockCredentials.none.header(),
  token: mockCredentials.service.header({
    onBehalfOf: mockCredentials.service('external:ci'),
    targetPluginId: 'cleaner',
  }),
  plugin: mockCredentials.service.header({
    onBehalfOf: mockCredentials.service('plugin:catalog'),
    targetPluginId: 'cleaner',
  }),
  vera: mockCredentials.user.header('user:default/vera'),
  olga: mockCredentials.user.header('user:default/olga'),
  paula: mockCredentials.user.header('user:default/paula'),
};

describe('the routes of the scheduler', () => {
  const runs: string[] = [];
  const audited: Array<[string, unknown, string]> = [];
  let agent: ReturnType<typeof request>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        permission,
        policy,
        permissionsServiceFactory,
        schedulerService,
        usersOf({
          'user:default/olga': ['group:default/team-orders'],
          'user:default/paula': ['group:default/platform'],
        }),
        mockServices.auditor.mock({
          createEvent: async ({ eventId, meta }) => ({
            success: async () => {
              audited.push([eventId, meta?.actor, 'succeeded']);
            },
            fail: async ({ error }) => {
              audited.push([eventId, meta?.actor, error.name]);
            },
          }),
        }).factory,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
        createBackendPlugin({
          pluginId: 'cleaner',
          register(env) {
            env.registerInit({
              deps: {
                httpRouter: coreServices.httpRouter,
                scheduler: coreServices.scheduler,
              },
              async init({ httpRouter, scheduler }) {
                // As the plugins of signals, auth and the app do.
                httpRouter.addAuthPolicy({
                  path: '/',
                  allow: 'unauthenticated',
                });
                await scheduler.scheduleTask({
                  id: 'clean',
                  scope: 'local',
                  frequency: { trigger: 'manual' },
                  timeout: { minutes: 1 },
                  fn: async () => {
                    runs.push('clean');
                  },
                });
              },
            });
          },
        }),
      ],
    });
    agent = request(server);
  });

  const statuses = (method: 'get' | 'post', path: string) =>
    Promise.all(
      Object.entries(HEADERS).map(async ([who, header]) => {
        const { status } = await agent[method](path).set(
          'authorization',
          header,
        );
        return [who, status];
      }),
    ).then(Object.fromEntries);

  it.each([
    ['get', '/api/cleaner/.backstage/scheduler/v1/tasks'],
    ['post', `${TASK}/trigger`],
    ['post', `${TASK}/cancel`],
    // As Express finds them too.
    ['post', `${TASK.toUpperCase().replace('CLEANER', 'cleaner')}/cancel`],
    ['post', `${TASK}/cancel/`],
  ] as const)('%s %s: the platform group alone', async (method, path) => {
    const { paula, ...others } = await statuses(method, path);
    expect(others).toEqual({
      nobody: 401,
      token: 403,
      plugin: 403,
      vera: 403,
      olga: 403,
    });
    // What is cancelled may not be running, and what is spelled otherwise is no task.
    expect([200, 404, 409]).toContain(paula);
  });

  it('a task runs only because the platform group triggers it', async () => {
    runs.length = 0;
    await statuses('post', `${TASK}/trigger`);
    await new Promise(done => setTimeout(done, 200));
    expect(runs.length).toBeLessThanOrEqual(1);
  });

  it('every request of a user is audited, refused ones too', async () => {
    audited.length = 0;
    await statuses('post', `${TASK}/trigger`);
    await new Promise(done => setTimeout(done, 50));
    expect(new Set(audited.map(row => row.slice(1).join(' ')))).toEqual(
      new Set([
        'external:ci NotAllowedError',
        'plugin:catalog NotAllowedError',
        'user:default/vera NotAllowedError',
        'user:default/olga NotAllowedError',
        expect.stringMatching(/^user:default\/paula (succeeded|Error)$/),
      ]),
    );
    expect(new Set(audited.map(([id]) => id))).toEqual(
      new Set(['scheduler-task-update']),
    );
  });
});
