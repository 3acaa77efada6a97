import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { fakeLiveTopics } from './testUtils';
import { TopicProvider } from './types';

const provider: TopicProvider = {
  topic: 'test:thing',
  requires: () => ({
    permission: createPermission({ name: 'test.read', attributes: {} }),
  }),
  open(_params, sink) {
    sink.replace([['a', 1]]);
    const timer = setTimeout(() => sink.upsert('b', 2), 5);
    return { close: () => clearTimeout(timer) };
  },
};

describe('fakeLiveTopics', () => {
  it('opens a topic and collects what its source writes', async () => {
    const topics = fakeLiveTopics();
    topics.register(provider);
    const opened = await topics.open('test:thing');
    expect(opened.ready).toBe(true);
    await opened.waitFor(topic => topic.items.has('b'));
    expect(Object.fromEntries(opened.items)).toEqual({ a: 1, b: 2 });
    expect(opened.writes).toBe(2);
    opened.close();
  });

  it('checks the permission when credentials are given', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.DENY }],
    });
    const topics = fakeLiveTopics({ permissions });
    topics.register(provider);
    const credentials = mockCredentials.user();
    await expect(
      topics.open('test:thing', {}, { credentials }),
    ).rejects.toThrow(NotAllowedError);
  });

  it('says what is there when a wait ends', async () => {
    const topics = fakeLiveTopics();
    topics.register(provider);
    const opened = await topics.open('test:thing');
    await expect(
      opened.waitFor(topic => topic.items.has('z'), 30),
    ).rejects.toThrow('Not within 30 ms; keys now: a, b');
  });

  it('refuses a name that is taken or is none', () => {
    const topics = fakeLiveTopics();
    topics.register(provider);
    expect(() => topics.register(provider)).toThrow('registered twice');
    expect(() => topics.register({ ...provider, topic: 'thing' })).toThrow(
      '<plugin>:<thing>',
    );
  });
});
