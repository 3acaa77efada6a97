import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { cleanUp } from './cleaner';
import { loadTest, RunKind } from './runKinds';

/** What the target of the suite is called in the cluster. */
const FROM = 'http://payment-service.ecommerce-stage:8400';
/** How long the service on loopback takes for an answer, ms. */
const ANSWER_MS = 5;

/** The same load test with real master and workers as processes of this machine. */
export const localLoadTest: RunKind = {
  ...loadTest,
  title: 'load test with real Locust',
  async body(user, name) {
    const body = await loadTest.body(user, name);
    return body && { ...body, args: { profile: 'load', runner: 'local' } };
  },
};

/** Real Locust of this machine, and a service on loopback that it loads. */
export class LocalLocust {
  /** Undefined without SLIPWAY_LOCUST. @param directory - where runs have their folders */
  static of(
    t: Parameters<typeof cleanUp>[0],
    directory: string,
  ): LocalLocust | undefined {
    const locust = process.env.SLIPWAY_LOCUST;
    return locust ? new LocalLocust(t, locust, directory) : undefined;
  }

  readonly #server = createServer((_, res) => {
    setTimeout(() => res.end('{}'), ANSWER_MS);
  });

  private constructor(
    t: Parameters<typeof cleanUp>[0],
    private readonly locust: string,
    private readonly directory: string,
  ) {
    cleanUp(t, () => {
      this.#server.closeAllConnections();
      this.#server.close();
      // A test that failed leaves none to the machine.
      for (const { pid } of this.#processes()) process.kill(pid, 'SIGKILL');
    });
  }

  /** For the portal, below `slipway.loadtest`. */
  async config() {
    const { locust, directory } = this;
    if (!this.#server.listening) {
      await new Promise<void>(resolve => {
        this.#server.listen(0, '127.0.0.1', resolve);
      });
    }
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const addresses = [{ from: FROM, to: `http://127.0.0.1:${port}` }];
    return { runners: { local: { locust, directory, addresses } } };
  }

  /** What lives of a run, or of all; its command lines name its folder. */
  roles(id = ''): string[] {
    return this.#processes(id).map(({ role }) => role);
  }

  #processes(id = '') {
    const folder = `${this.directory}/${id}`;
    return execFileSync('ps', ['-ww', '-axo', 'pid=,args='], {
      encoding: 'utf8',
    })
      .split('\n')
      .filter(line => line.includes(folder) && / --(master|worker) /.test(line))
      .map(line => ({
        pid: Number(line.trim().split(' ')[0]),
        role: line.includes(' --worker ') ? 'worker' : 'master',
      }));
  }
}
