import { ConfigReader } from '@backstage/config';
import path from 'path';
import { TrustedLocations } from './TrustedLocations';

const trust = (...trustedLocations: Array<{ type: string; target: string }>) =>
  TrustedLocations.fromConfig(
    new ConfigReader({ slipway: { catalog: { trustedLocations } } }),
  );
const url = (target: string) => ({ type: 'url', target });
const file = (target: string) => ({ type: 'file', target });

describe('TrustedLocations', () => {
  it('trusts nothing unless it is configured', () => {
    const none = TrustedLocations.fromConfig(new ConfigReader({}));
    expect(none.none).toBe(true);
    expect(none.includes(file('/'))).toBe(false);
    expect(none.includes({ type: 'other', target: 'x' })).toBe(false);
  });

  it('trusts what the portal makes itself', () => {
    expect(
      trust().includes({ type: 'slipway-environment', target: 'orders-try' }),
    ).toBe(true);
  });

  const BRANCH = 'https://git.example.com/acme/catalog/blob/main/';
  it.each<[string, string, boolean]>([
    [BRANCH, `${BRANCH}all.yaml`, true],
    [BRANCH, `${BRANCH}teams/orders.yaml`, true],
    [BRANCH, `${BRANCH}all.yaml?raw=1#top`, true],
    [BRANCH, 'https://GIT.example.com:443/acme/catalog/blob/main/a.yaml', true],
    [BRANCH, 'https://git.example.com/acme/catalog/blob/other/all.yaml', false],
    [BRANCH, 'https://git.example.com/acme/catalog/blob/main', false],
    [BRANCH, 'https://git.example.com/acme/catalog/blob/main2/all.yaml', false],
    [BRANCH, `${BRANCH}../other/all.yaml`, false],
    [BRANCH, `${BRANCH}%2e%2e/other/all.yaml`, false],
    [BRANCH, `${BRANCH}..%2fother/all.yaml`, false],
    [BRANCH, `${BRANCH}..%5Cother/all.yaml`, false],
    [BRANCH, `${BRANCH}..\\other\\all.yaml`, false],
    [BRANCH, 'http://git.example.com/acme/catalog/blob/main/all.yaml', false],
    [BRANCH, 'https://git.example.com.evil.io/acme/catalog/blob/main/a', false],
    [BRANCH, 'https://git.example.com@evil.io/acme/catalog/blob/main/a', false],
    [BRANCH, 'https://evil.io/?https://git.example.com/acme/catalog/', false],
    [BRANCH, 'not a url', false],
    [`${BRANCH}all.yaml`, `${BRANCH}all.yaml`, true],
    [`${BRANCH}all.yaml`, `${BRANCH}all.yaml/more.yaml`, false],
  ])('%s: %s is %s', (trusted, target, expected) => {
    expect(trust(url(trusted)).includes(url(target))).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['../catalog/', path.resolve('../catalog/all.yaml'), true],
    ['../catalog/', path.resolve('../catalog/teams/orders.yaml'), true],
    ['../catalog/', path.resolve('../catalog2/all.yaml'), false],
    ['../catalog/', `${path.resolve('../catalog')}/../evil.yaml`, false],
    ['../catalog/all.yaml', path.resolve('../catalog/all.yaml'), true],
    ['../catalog/all.yaml', path.resolve('../catalog/more.yaml'), false],
    ['../catalog', path.resolve('../catalog/all.yaml'), false],
  ])('%s: file %s is %s', (trusted, target, expected) => {
    expect(trust(file(trusted)).includes(file(target))).toBe(expected);
  });

  it('does not take a file for a URL, nor another type for either', () => {
    expect(trust(file('/')).includes(url('https://a.io/x'))).toBe(false);
    expect(
      trust(file('/')).includes({ type: 'ldap', target: '/catalog' }),
    ).toBe(false);
  });

  it.each([
    [{ type: 'github', target: 'x' }, /trustedLocations\[0\]\.type/],
    [url('x'), /trustedLocations\[0\]\.target/],
    [url('https://a@b.io/'), /trustedLocations\[0\]\.target/],
    [url('https://a.io/a%2fb/'), /trustedLocations\[0\]\.target/],
  ])('refuses %j', (location, message) => {
    expect(() => trust(location)).toThrow(message);
  });
});
