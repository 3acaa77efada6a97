import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ActivityEntry } from '@slipway/plugin-activity-common';
import { AuditLogUnavailableError } from '@slipway/plugin-activity-node';
import express from 'express';
import request from 'supertest';
import { userActivity, platformActivity } from './__testUtils__/activities';
import { createRouter } from './router';
import { ActivityRecord } from './services/ActivityRecord';

const ENTRY: ActivityEntry = {
  ...userActivity(),
  id: 'entry-1',
  at: '2026-01-02T03:04:05.000Z',
  source: 'user',
  severity: 'info',
  outcome: 'started',
};
const ROLLOUTS = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:rollouts'),
  targetPluginId: 'activity',
});
const OLGA = mockCredentials.user.header('user:default/olga');

function setUp() {
  const record = {
    begin: jest.fn(async () => ENTRY),
    finish: jest.fn(async () => ENTRY),
    claim: jest.fn(async () => true),
    list: jest.fn(async () => ({ items: [ENTRY], nextCursor: 'next' })),
  };
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockResolvedValue([{ result: AuthorizeResult.ALLOW }]);
  const auditor = mockServices.auditor.mock();
  const auditEvent = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(auditEvent);
  const app = express()
    .use(
      createRouter({
        auditor,
        httpAuth: mockServices.httpAuth({ pluginId: 'activity' }),
        permissions,
        record: record as unknown as ActivityRecord,
      }),
    )
    .use(mockErrorHandler());
  return { app, record, permissions, auditor, auditEvent };
}

describe('activity routes', () => {
  describe('GET /v1/entries', () => {
    it('gives a page to those who may read', async () => {
      const { app, record, auditor, auditEvent } = setUp();
      const response = await request(app)
        .get('/v1/entries?cluster=gke-prod&limit=20&since=2026-01-01T00:00:00Z')
        .set('authorization', OLGA);
      expect(response.status).toBe(200);
      expect(response.body).toEqual({ items: [ENTRY], nextCursor: 'next' });
      expect(record.list).toHaveBeenCalledWith({
        cluster: 'gke-prod',
        limit: 20,
        since: '2026-01-01T00:00:00.000Z',
      });
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'activity-read',
          severityLevel: 'low',
        }),
      );
      expect(auditEvent.success).toHaveBeenCalled();
    });

    it('refuses those who may not', async () => {
      const { app, record, permissions, auditEvent } = setUp();
      permissions.authorize.mockResolvedValue([
        { result: AuthorizeResult.DENY },
      ]);
      const response = await request(app)
        .get('/v1/entries')
        .set('authorization', OLGA);
      expect(response.status).toBe(403);
      expect(response.body.error.message).toContain('activity.read');
      expect(record.list).not.toHaveBeenCalled();
      expect(auditEvent.fail).toHaveBeenCalled();
    });

    it('refuses those who are not signed in', async () => {
      const { app } = setUp();
      const response = await request(app)
        .get('/v1/entries')
        .set('authorization', mockCredentials.none.header());
      expect(response.status).toBe(401);
    });

    it.each([
      'limit=0',
      'limit=2001',
      'unknown=1',
      'since=yesterday',
      'since=2026-01-01T00:00:00%2B99:99',
    ])('refuses ?%s', async query => {
      const { app } = setUp();
      const response = await request(app)
        .get(`/v1/entries?${query}`)
        .set('authorization', OLGA);
      expect(response.status).toBe(400);
    });
  });

  const writes: Array<[string, object]> = [
    ['/v1/user', userActivity()],
    ['/v1/user/entry-1/finish', { outcome: 'succeeded' }],
    ['/v1/platform', platformActivity()],
  ];

  it.each(writes)('POST %s is not for users', async (path, body) => {
    const { app, record } = setUp();
    const response = await request(app)
      .post(path)
      .set('authorization', OLGA)
      .send(body);
    expect(response.status).toBe(403);
    expect(record.begin).not.toHaveBeenCalled();
    expect(record.finish).not.toHaveBeenCalled();
    expect(record.claim).not.toHaveBeenCalled();
  });

  it.each(writes)('POST %s is not for static tokens', async (path, body) => {
    const { app, record } = setUp();
    const response = await request(app)
      .post(path)
      .set(
        'authorization',
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service('external:ci'),
          targetPluginId: 'activity',
        }),
      )
      .send(body);
    expect(response.status).toBe(403);
    expect(record.begin).not.toHaveBeenCalled();
    expect(record.finish).not.toHaveBeenCalled();
    expect(record.claim).not.toHaveBeenCalled();
  });

  it('keeps the start of an action', async () => {
    const { app, record, auditor } = setUp();
    const response = await request(app)
      .post('/v1/user')
      .set('authorization', ROLLOUTS)
      .send(userActivity());
    expect(response.status).toBe(201);
    expect(response.body).toEqual({ id: 'entry-1' });
    expect(record.begin).toHaveBeenCalledWith(userActivity());
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'activity-write',
        severityLevel: 'medium',
        meta: expect.objectContaining({ actor: 'user:default/olga' }),
      }),
    );
  });

  it('keeps its end', async () => {
    const { app, record } = setUp();
    const end = { outcome: 'failed', error: 'refused', after: { step: 3 } };
    const response = await request(app)
      .post('/v1/user/entry-1/finish')
      .set('authorization', ROLLOUTS)
      .send(end);
    expect(response.status).toBe(204);
    expect(record.finish).toHaveBeenCalledWith('entry-1', 'rollouts', end);
  });

  it.each(writes)(
    'POST %s continues while the audit log cannot be written: this record is the one that is left',
    async (path, body) => {
      const { app, auditor, auditEvent } = setUp();
      auditor.createEvent.mockRejectedValue(
        new AuditLogUnavailableError(auditEvent, 'no space'),
      );
      const response = await request(app)
        .post(path)
        .set('authorization', ROLLOUTS)
        .send(body);
      expect(response.status).toBeLessThan(300);
      expect(auditEvent.success).toHaveBeenCalled();
    },
  );

  it('answers 404 to the end of what never began', async () => {
    const { app, record } = setUp();
    record.finish.mockRejectedValue(new NotFoundError('No such entry'));
    const response = await request(app)
      .post('/v1/user/nothing/finish')
      .set('authorization', ROLLOUTS)
      .send({ outcome: 'succeeded' });
    expect(response.status).toBe(404);
  });

  it('says who claimed a platform event', async () => {
    const { app, record } = setUp();
    record.claim.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    const claim = () =>
      request(app)
        .post('/v1/platform')
        .set('authorization', ROLLOUTS)
        .send(platformActivity());
    expect((await claim()).body).toEqual({ claimed: true });
    expect((await claim()).body).toEqual({ claimed: false });
  });

  it('lets no plugin write as another', async () => {
    const { app, record } = setUp();
    const response = await request(app)
      .post('/v1/user')
      .set('authorization', ROLLOUTS)
      .send(userActivity({ plugin: 'chaos' }));
    expect(response.status).toBe(403);
    expect(record.begin).not.toHaveBeenCalled();
  });

  it('names the field that is wrong, without its value', async () => {
    const { app } = setUp();
    const response = await request(app)
      .post('/v1/user')
      .set('authorization', ROLLOUTS)
      .send(userActivity({ actor: 'hunter2' }));
    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain('actor ');
    expect(response.body.error.message).not.toContain('hunter2');
  });
});
