import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { taskCancelPermission } from '@backstage/plugin-scaffolder-common/alpha';
import express from 'express';
import request from 'supertest';
import { retryOwnTasks } from './retryOwnTasks';

const OWN: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'scaffolder',
  resourceType: 'scaffolder-task',
  conditions: {
    rule: 'IS_TASK_OWNER',
    resourceType: 'scaffolder-task',
    params: { createdBy: [] },
  },
};

describe('the retry of a task', () => {
  function start(decision: PolicyDecision) {
    const failed: string[] = [];
    const app = express();
    app.use(
      retryOwnTasks({
        httpAuth: mockServices.httpAuth(),
        permissions: mockServices.permissions.mock({
          authorizeConditional: async () => [decision],
        }),
        permission: taskCancelPermission,
        scaffolder: {
          getTask: async ({ taskId }) => {
            if (taskId !== 'of-olga') throw new NotFoundError('No such task');
            return {
              id: taskId,
              status: 'failed',
              createdAt: '2026-01-01T10:00:00Z',
              spec: {
                apiVersion: 'scaffolder.backstage.io/v1beta3',
                parameters: {},
                steps: [],
                output: {},
                user: { ref: 'user:default/olga' },
              },
            };
          },
        },
        auditor: mockServices.auditor.mock({
          createEvent: async ({ meta }) => ({
            success: async () => {},
            fail: async () => {
              failed.push(String(meta?.actor));
            },
          }),
        }),
      }),
    );
    // The route of the plugin, and how an error ends.
    app.post('*', (_, res) => res.status(201).end());
    const ends: express.ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).end(error.name);
    };
    app.use(ends);
    const retry = async (authorization: string, task = 'of-olga') => {
      const { status, text } = await request(app)
        .post(`/v2/tasks/${task}/retry`)
        .set('authorization', authorization);
      return status === 201 ? 'passed on' : text;
    };
    return { failed, retry };
  }
  const vera = mockCredentials.user.header('user:default/vera');
  const olga = mockCredentials.user.header('user:default/olga');

  it('is for who started it', async () => {
    const { failed, retry } = start(OWN);
    expect(await retry(olga)).toBe('passed on');
    expect(await retry(vera)).toBe('NotAllowedError');
    expect(await retry(vera, 'gone')).toBe('NotFoundError');
    expect(failed).toEqual(['user:default/vera']);
  });

  it('is for those whom the policy allows every task', async () => {
    const { retry } = start({ result: AuthorizeResult.ALLOW });
    expect(await retry(vera)).toBe('passed on');
  });

  it('is for nobody else: not denied users, not services', async () => {
    const { retry } = start({ result: AuthorizeResult.DENY });
    expect(await retry(olga)).toBe('NotAllowedError');
    expect(await retry(mockCredentials.service.header())).toBe(
      'NotAllowedError',
    );
  });
});
