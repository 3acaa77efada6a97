import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { defineTopic } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { provideTopic } from './provideTopic';
import { fakeLiveTopics } from './testUtils';
import { TopicSink } from './types';

const topic = defineTopic('test:thing', {
  params: z.object({ name: z.string().min(1, 'must not be empty') }).strict(),
  value: z.object({ n: z.number() }),
});
const permission = createPermission({ name: 'test.read', attributes: {} });

function setUp(open: (name: string, sink: TopicSink<{ n: number }>) => void) {
  const authorize = jest.fn(() => ({ permission }));
  const permissions = mockServices.permissions.mock({
    authorize: async () => [{ result: AuthorizeResult.ALLOW }],
  });
  const topics = fakeLiveTopics({ permissions });
  topics.register(
    provideTopic(topic, {
      authorize,
      open({ name }, sink) {
        open(name, sink);
        return { close: () => {} };
      },
    }),
  );
  return { authorize, topics };
}

describe('provideTopic', () => {
  it('gives the source its parameters and holds it to the definition', async () => {
    const { authorize, topics } = setUp((name, sink) =>
      sink.replace([[name, { n: 1 }]]),
    );
    const credentials = mockCredentials.user();
    const opened = await topics.open(topic, { name: 'a' }, { credentials });
    expect(authorize).toHaveBeenCalledWith({ name: 'a' });
    expect(opened.items.get('a')?.n).toBe(1);
  });

  it.each([
    [{}, /name Required/],
    [{ name: '' }, /name must not be empty/],
    [{ name: 'a', more: 'b' }, /more/],
  ])('refuses the parameters %j', async (params, message) => {
    const open = jest.fn();
    const { authorize, topics } = setUp(open);
    await expect(
      topics.open('test:thing', params as Record<string, string>, {
        credentials: mockCredentials.user(),
      }),
    ).rejects.toThrow(message);
    expect(authorize).not.toHaveBeenCalled();
    expect(open).not.toHaveBeenCalled();
  });

  it('fails a test whose source writes something else', async () => {
    const wrong: unknown = { n: 'one' };
    const { topics } = setUp((name, sink) => {
      const loose: TopicSink = sink as TopicSink;
      expect(() => loose.upsert(name, wrong)).toThrow('at a.n:');
    });
    const opened = await topics.open('test:thing', { name: 'a' });
    await expect(opened.waitFor(() => true)).rejects.toThrow(
      /definition is broken at a\.n: Expected number/,
    );
  });
});
