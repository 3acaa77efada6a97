import { parseSuite } from '@slipway/plugin-loadtest-common';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../catalog/load-tests');

describe('the suites of the catalog', () => {
  const names = readdirSync(FOLDER);

  it('are there for the six business services and the gateway', () => {
    expect(names.sort()).toEqual([
      'api-gateway',
      'favourite-service',
      'order-service',
      'payment-service',
      'product-service',
      'shipping-service',
      'user-service',
    ]);
  });

  it.each(names)('%s is valid, and its component names it', name => {
    const result = parseSuite(
      readFileSync(join(FOLDER, name, 'loadtest.yaml'), 'utf8'),
    );
    expect(result).toEqual({
      suite: expect.objectContaining({
        profiles: ['load', 'stress', 'spike', 'endurance'].map(profile =>
          expect.objectContaining({ name: profile }),
        ),
      }),
    });
    expect(existsSync(join(FOLDER, name, 'locustfile.py'))).toBe(true);
    expect(
      readFileSync(join(FOLDER, '../components', `${name}.yaml`), 'utf8'),
    ).toContain(`slipway.io/load-test: ${name}/loadtest.yaml`);
  });
});
