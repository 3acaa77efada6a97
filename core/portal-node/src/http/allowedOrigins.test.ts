import { ConfigReader } from '@backstage/config';
import { allowedOrigins } from './allowedOrigins';

describe('allowedOrigins', () => {
  it('are those of the app, the backend and the development server', () => {
    const config = new ConfigReader({
      app: { baseUrl: 'https://portal.test/slipway' },
      backend: {
        baseUrl: 'https://api.portal.test',
        cors: { origin: ['http://localhost:3000', '*', 'app:x'] },
      },
    });
    expect([...allowedOrigins(config)]).toEqual([
      'https://portal.test',
      'https://api.portal.test',
      'http://localhost:3000',
    ]);
  });

  it('are none when nothing is configured', () => {
    expect(allowedOrigins(new ConfigReader({})).size).toBe(0);
  });
});
