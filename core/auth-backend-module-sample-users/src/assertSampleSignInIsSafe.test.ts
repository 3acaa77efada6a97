import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { assertSampleSignInIsSafe } from './assertSampleSignInIsSafe';

const LOOPBACK_SERVER = {
  baseUrl: 'http://localhost:7007',
  listen: { host: '127.0.0.1', port: 7007 },
};
const BASE: JsonObject = {
  app: { baseUrl: 'http://localhost:7007' },
  backend: LOOPBACK_SERVER,
};

const clusters = (...list: Array<{ name: string; url: string }>) => ({
  clusterLocatorMethods: [{ type: 'config', clusters: list }],
});
const LOCAL = { name: 'kind', url: 'https://127.0.0.1:6443' };
const REMOTE = { name: 'gke-prod', url: 'https://34.1.2.3' };

const directory = createMockDirectory();
const kubeconfig = (server: string, allowActions: boolean) => {
  directory.setContent({
    config: JSON.stringify({
      clusters: [{ name: 'c', cluster: { server } }],
      users: [],
      contexts: [{ name: 'dev', context: { cluster: 'c', user: '' } }],
    }),
  });
  return {
    slipway: {
      kubeconfig: {
        file: directory.resolve('config'),
        context: 'dev',
        allowActions,
      },
    },
  };
};

const check = (config: JsonObject) =>
  assertSampleSignInIsSafe(new ConfigReader({ ...BASE, ...config }));

describe('assertSampleSignInIsSafe', () => {
  it.each<[string, JsonObject | (() => JsonObject)]>([
    ['loopback without clusters', {}],
    [
      'listen as text',
      { backend: { ...LOOPBACK_SERVER, listen: 'localhost:7007' } },
    ],
    ['no locators', { kubernetes: { clusterLocatorMethods: [] } }],
    ['a cluster on loopback', { kubernetes: clusters(LOCAL) }],
    [
      'a remote cluster that is read-only',
      {
        kubernetes: clusters(LOCAL, REMOTE),
        slipway: { clusters: { 'gke-prod': { allowActions: false } } },
      },
    ],
    [
      'a cluster whose name is no configuration key',
      {
        kubernetes: clusters({ name: 'arn:aws/eks.1', url: 'https://1.2.3.4' }),
        slipway: { clusters: { 'arn:aws/eks.1': { allowActions: false } } },
      },
    ],
    [
      'kubectl proxy that is read-only',
      {
        kubernetes: { clusterLocatorMethods: [{ type: 'localKubectlProxy' }] },
        slipway: { clusters: { local: { allowActions: false } } },
      },
    ],
    [
      'a kubeconfig of a remote cluster that is read-only',
      () => kubeconfig('https://34.1.2.3', false),
    ],
    [
      'a kubeconfig of a cluster on loopback that allows actions',
      () => kubeconfig('https://127.0.0.1:6443', true),
    ],
  ])('allows %s', async (_, config) => {
    await expect(
      check(typeof config === 'function' ? config() : config),
    ).resolves.toBeUndefined();
  });

  it.each<[string, JsonObject | (() => JsonObject), RegExp]>([
    [
      'every interface, by an empty host',
      { backend: { baseUrl: 'http://localhost:7007' } },
      /listens on every network interface.*Set backend\.listen\.host: 127\.0\.0\.1/,
    ],
    [
      'every interface, by a port alone',
      { backend: { ...LOOPBACK_SERVER, listen: ':7007' } },
      /listens on every network interface/,
    ],
    [
      'a network address',
      { backend: { ...LOOPBACK_SERVER, listen: { host: '0.0.0.0' } } },
      /listens on "0\.0\.0\.0"/,
    ],
    [
      'a public backend.baseUrl',
      { backend: { ...LOOPBACK_SERVER, baseUrl: 'https://p.example.com' } },
      /backend\.baseUrl is https:\/\/p\.example\.com/,
    ],
    [
      'a public app.baseUrl',
      { app: { baseUrl: 'https://p.example.com' } },
      /app\.baseUrl is https:\/\/p\.example\.com/,
    ],
    [
      'a remote cluster that nothing is said about',
      { kubernetes: clusters(REMOTE) },
      /"gke-prod" is not on loopback.*slipway\.clusters\.gke-prod\.allowActions: false/,
    ],
    [
      'a remote cluster that allows actions',
      {
        kubernetes: clusters(REMOTE),
        slipway: { clusters: { 'gke-prod': { allowActions: true } } },
      },
      /"gke-prod" is not on loopback and is not declared read-only/,
    ],
    [
      'the second of two locators',
      {
        kubernetes: {
          clusterLocatorMethods: [
            { type: 'config', clusters: [LOCAL] },
            { type: 'config', clusters: [REMOTE] },
          ],
        },
      },
      /"gke-prod"/,
    ],
    [
      'kubectl proxy',
      {
        kubernetes: { clusterLocatorMethods: [{ type: 'localKubectlProxy' }] },
      },
      /"local" is reached through kubectl proxy/,
    ],
    [
      'clusters that are found at run time',
      { kubernetes: { clusterLocatorMethods: [{ type: 'gke' }] } },
      /locator "gke"/,
    ],
    [
      'a kubeconfig of a remote cluster that allows actions',
      () => kubeconfig('https://34.1.2.3', true),
      /context "dev" \(https:\/\/34\.1\.2\.3\/?\) is not on loopback and slipway\.kubeconfig allows actions\. Start without --allow-actions/,
    ],
    [
      'a kubeconfig that cannot be read and allows actions',
      {
        slipway: {
          kubeconfig: { file: '/nowhere', context: 'x', allowActions: true },
        },
      },
      /\/nowhere cannot be read/,
    ],
    [
      'a kubeconfig without a word about actions in a wrong type',
      {
        slipway: {
          kubeconfig: { file: 'f', context: 'x', allowActions: 'true' },
        },
      },
      /slipway\.kubeconfig\.allowActions/,
    ],
    [
      'every interface, by their IPv6 address',
      { backend: { ...LOOPBACK_SERVER, listen: { host: '::' } } },
      /listens on "::"/,
    ],
    [
      'a port alone, as a number',
      { backend: { ...LOOPBACK_SERVER, listen: 7007 } },
      /listens on every network interface/,
    ],
    [
      'a name that looks like loopback',
      {
        backend: {
          ...LOOPBACK_SERVER,
          listen: { host: '127.0.0.1.example.com' },
        },
      },
      /listens on "127\.0\.0\.1\.example\.com"/,
    ],
    [
      'clusters of the catalog',
      { kubernetes: { clusterLocatorMethods: [{ type: 'catalog' }] } },
      /locator "catalog"/,
    ],
    [
      'a cluster that a user in a URL makes look like loopback',
      {
        kubernetes: clusters({ name: 'x', url: 'https://127.0.0.1@34.1.2.3' }),
      },
      /"x" is not on loopback/,
    ],
    [
      'a remote cluster that is read-only by a word that is not a boolean',
      {
        kubernetes: clusters(REMOTE),
        slipway: { clusters: { 'gke-prod': { allowActions: 'false' } } },
      },
      /"gke-prod" is not on loopback and is not declared read-only/,
    ],
  ])('refuses %s', async (_, config, message) => {
    await expect(
      check(typeof config === 'function' ? config() : config),
    ).rejects.toThrow(message);
  });
});
