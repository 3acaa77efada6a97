import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { keepLoopbackDirect } from './loopback.mjs';

const DEAD = 'http://127.0.0.1:9';
const ALL = '127.0.0.1,localhost,::1';

describe('keepLoopbackDirect', () => {
  for (const [what, env, expected] of [
    ['without a proxy nothing changes', { NO_PROXY: 'a' }, { NO_PROXY: 'a' }],
    [
      'loopback is exempt',
      { HTTPS_PROXY: DEAD },
      { HTTPS_PROXY: DEAD, NO_PROXY: ALL },
    ],
    [
      'what was exempt stays so, once',
      { http_proxy: DEAD, NO_PROXY: '.corp.test, localhost' },
      { http_proxy: DEAD, NO_PROXY: '.corp.test,localhost,127.0.0.1,::1' },
    ],
    [
      'in both spellings where both are there',
      { HTTP_PROXY: DEAD, no_proxy: 'a', NO_PROXY: 'b' },
      { HTTP_PROXY: DEAD, no_proxy: `a,${ALL}`, NO_PROXY: `b,${ALL}` },
    ],
    [
      'everything exempt stays so',
      { HTTP_PROXY: DEAD, no_proxy: '*' },
      { HTTP_PROXY: DEAD, no_proxy: '*' },
    ],
  ]) {
    it(what, () => {
      const changed = { ...env };
      keepLoopbackDirect(changed);
      assert.deepEqual(changed, expected);
    });
  }

  it('lets a process reach its neighbour although the proxy is dead', async () => {
    const server = createServer((_, response) => response.end('here'));
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address();
      const env = {
        PATH: process.env.PATH,
        NODE_USE_ENV_PROXY: '1',
        HTTP_PROXY: DEAD,
      };
      keepLoopbackDirect(env);
      // By both clients, and with an exemption that comes after the start, as in the scripts themselves.
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `const url = 'http://127.0.0.1:${port}/';
           import { get } from 'node:http';
           const exempt = process.env.NO_PROXY;
           const byHttp = await new Promise((resolve, reject) => get(url, answer => resolve(answer.toArray())).on('error', reject));
           process.env.NO_PROXY = '';
           await fetch(url).catch(() => {});
           process.env.NO_PROXY = exempt;
           const byFetch = await (await fetch(url)).text();
           console.log(Buffer.concat(byHttp).toString(), byFetch);`,
        ],
        { env },
      );
      assert.equal(stdout, 'here here\n');
    } finally {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  });
});
