import { isServed } from './servedPaths';

const SERVED = {
  files: new Set(['index.html', 'favicon.svg', 'manifest.json', 'robots.txt']),
  oauth: false,
};
const served = (path: string, html = true, oauth = false) =>
  isServed(path, html, { ...SERVED, oauth });

describe('isServed', () => {
  it.each([
    '/',
    '/catalog',
    '/catalog/default/component/order.service',
    '/catalog/default/component/source.map',
    '/rollouts/gke-prod/shop/order-service',
    '/favicon.svg',
    '/robots.txt',
    '/static/main.8f3a.js',
    '/api/app/static/main.8f3a.js',
    '/api/app/.backstage/auth/v1/cookie',
    '/api/catalog/.well-known/backstage/permissions/metadata',
    '/api/catalog/.backstage/scheduler/v1/tasks',
    '/api/rollouts/v1/clusters',
    '/.backstage/health/v1/readiness',
  ])('%s', path => {
    expect(served(path)).toBe(true);
  });

  it.each([
    '/metrics',
    '/metrics/',
    '/METRICS',
    '/%6detrics',
    '//metrics',
    '/catalog/../metrics',
    '/metrics/job/x',
    '/actuator/health',
    '/healthz',
    '/.well-known/security.txt',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/%2ewell-known/anything',
    '/.WELL-KNOWN/anything',
    '/.env',
    '/.git/config',
    '/catalog/.git/config',
    '/.backstage/auth/v1/jwks.json',
    '/.backstage/health/v1/unknown',
    '/favicon.ico',
    '/sitemap.xml',
    '/wp-login.php',
    '/api/app',
    '/api/app/metrics',
    '/api/app/.well-known/anything',
    '/api/app/catalog',
    '/api/app/index.html',
    '/static/main.8f3a.js.map',
    '/static/main.8f3a.js.MAP',
    '/static/main.8f3a.js.map/',
    '/static/main.8f3a.js%2emap',
    '/static/main.8f3a.js.%6dap',
    '/STATIC/main.8f3a.js.map',
    '/./static/main.8f3a.js.map',
    '//static/main.8f3a.js.map',
    '/x/../static/main.8f3a.js.map',
    '/x/%2e%2e/static/main.8f3a.js.map',
    '/static\\main.8f3a.js.map',
    '/api/app/static/main.8f3a.js.map',
    '/API/APP/static/main.8f3a.js.map',
    '/api/../static/main.8f3a.js.map',
    '/%',
  ])('not %s', path => {
    expect(served(path)).toBe(false);
  });

  it('gives pages to those who take HTML only', () => {
    expect(served('/catalog', false)).toBe(false);
    expect(served('/static/main.8f3a.js', false)).toBe(true);
    expect(served('/api/catalog/entities', false)).toBe(true);
    expect(served('/favicon.svg', false)).toBe(true);
  });

  it('leaves the addresses of an authorization server to it where there is one', () => {
    const metadata = '/.well-known/oauth-protected-resource/api/mcp-actions/v1';
    expect(served(metadata, false, true)).toBe(true);
    expect(served(metadata, true, false)).toBe(false);
    expect(served('/.well-known/anything', true, true)).toBe(false);
  });
});
