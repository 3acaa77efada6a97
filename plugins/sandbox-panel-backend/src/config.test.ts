import { mockServices } from '@backstage/backend-test-utils';
import { readSandboxPanelConfig } from './config';

const read = (sandboxPanel?: { url?: string; token?: string }) =>
  readSandboxPanelConfig(
    mockServices.rootConfig({ data: { slipway: { sandboxPanel } } }),
  );

it('is nothing where there is no sandbox', () => {
  expect(read()).toBeUndefined();
});

it.each(['http://127.0.0.1:7106', 'http://localhost:7106/'])(
  'takes %s',
  url => {
    expect(read({ url, token: 't' })).toEqual({
      url: url.replace(/\/$/, ''),
      token: 't',
    });
  },
);

it.each([
  'http://192.0.2.1:7106',
  'http://127.0.0.1.example.test:7106',
  'http://127.0.0.1:7106@example.test',
  'https://example.test',
])('refuses %s: the token stays on this machine', url => {
  expect(() => read({ url, token: 't' })).toThrow(/loopback/);
});

it('needs the token', () => {
  expect(() => read({ url: 'http://127.0.0.1:7106' })).toThrow(/token/);
});
