import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { ROOT, STATE } from './paths.mjs';

/** How long the target of load takes for an answer, ms. */
const ANSWER_MS = 5;

/**
 * A service on loopback that real Locust can load. `PUT /behaviour` with
 * `well`, `fails` (500 to everything) or `hangs` changes how it answers.
 */
async function startTarget() {
  let behaviour = 'well';
  const server = createServer((req, res) => {
    if (req.method === 'PUT' && req.url === '/behaviour') {
      let text = '';
      req.on('data', chunk => {
        text += chunk;
      });
      req.on('end', () => {
        behaviour = text;
        res.end();
      });
      return;
    }
    req.resume();
    if (behaviour === 'hangs') return;
    res.statusCode = behaviour === 'fails' ? 500 : 200;
    setTimeout(() => res.end('{}'), ANSWER_MS);
  });
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * What a portal needs for load tests in browser tests: suites of which that of
 * payment-service is short, and, with a Locust, the local runner against a
 * service on loopback.
 *
 * @param {string | undefined} locust path of the program
 * @returns {Promise<{config: string, target?: string, stop: () => void}>}
 *   `config`: a file for the portal; `target`: address of the service
 */
export async function prepareLoad(locust) {
  const folder = join(STATE, `test-load-${process.pid}`);
  const suites = join(folder, 'suites');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const from of [
    'catalog/load-tests',
    'packages/e2e/fixtures/load-tests',
  ]) {
    cpSync(join(ROOT, from), suites, { recursive: true });
  }
  const target = locust ? await startTarget() : undefined;
  const addresses = [
    'order-service.ecommerce-stage:8300',
    'payment-service.ecommerce-stage:8400',
  ];
  const config = join(folder, 'app-config.json');
  writeFileSync(
    config,
    JSON.stringify({
      slipway: {
        loadtest: {
          suites,
          ...(target
            ? {
                runners: {
                  local: {
                    locust,
                    directory: join(folder, 'runs'),
                    addresses: addresses.map(address => ({
                      from: `http://${address}`,
                      to: target.url,
                    })),
                  },
                },
              }
            : {}),
        },
      },
    }),
  );
  return {
    config,
    target: target?.url,
    stop() {
      target?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
