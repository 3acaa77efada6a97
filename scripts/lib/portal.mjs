import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { endWithUs, startedByUs } from './children.mjs';
import { LogFile } from './log-file.mjs';
import { Failure, say } from './say.mjs';
import { startFailure } from './start-failure.mjs';
import { LOGS, ROOT } from './paths.mjs';

/** True when nothing listens on this loopback port. */
export function portIsFree(port) {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * The first of so many free loopback ports in a row. They lie below the range
 * that the system gives to outgoing connections and to whoever asks for any
 * port (32768 and up), so that nobody is given one before it is listened on,
 * and above port 10080, to which browsers do not talk.
 */
export async function freePorts(count) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = randomInt(11_000, 20_000 - count);
    const wanted = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(wanted.map(portIsFree));
    if (free.every(Boolean)) return first;
  }
  throw new Failure(
    `There are no ${count} free ports in a row between 11000 and 20000.`,
    'End programs that listen there, and run the same command again.',
  );
}

/** Any free loopback port. */
export const freePort = () => freePorts(1);

/**
 * The command that runs the backend (which serves the built app) as one
 * production-mode process.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {{configs: string[], port: number, stateDir: string, auditDir?: string,
 *   environment?: Record<string, string>}} options
 *   `configs`: files after app-config.yaml, later ones win; `stateDir`: where the databases live;
 *   `auditDir`: where the audit log is kept, by default below `stateDir`
 */
export function portalCommand(tools, options) {
  const { configs, port, stateDir } = options;
  const url = `http://localhost:${port}`;
  return {
    url,
    file: tools.node,
    args: [
      '--no-node-snapshot',
      '--max-semi-space-size=16',
      '-r',
      join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...['app-config.yaml', ...configs].flatMap(config => [
        '--config',
        config.startsWith('/') ? config : join(ROOT, config),
      ]),
    ],
    cwd: join(ROOT, 'packages/backend'),
    env: {
      ...startedByUs(tools.env),
      // It runs what users send, and may be busy when it should end.
      SLIPWAY_PARENT_GUARD: 'thread',
      NODE_ENV: 'production',
      // Merged over all files by Backstage's own rule for APP_CONFIG_* variables.
      APP_CONFIG_app_baseUrl: url,
      APP_CONFIG_backend_baseUrl: url,
      APP_CONFIG_backend_listen_port: String(port),
      APP_CONFIG_backend_cors_origin: url,
      APP_CONFIG_backend_database_connection_directory: stateDir,
      APP_CONFIG_slipway_audit_directory:
        options.auditDir ?? join(stateDir, 'audit'),
      APP_CONFIG_slipway_repositories_directory: join(stateDir, 'repositories'),
      ...options.environment,
    },
  };
}

/**
 * Starts the portal with its output in a file.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {Parameters<typeof portalCommand>[1] & {log?: string}} options
 */
export function startPortal(tools, options) {
  const { port, stateDir } = options;
  const log = options.log ?? join(LOGS, 'portal.log');
  mkdirSync(stateDir, { recursive: true });
  const { url, file: program, args, cwd, env } = portalCommand(tools, options);
  const file = new LogFile(log);
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  // Its last words may come after its end.
  child.once('close', () => file.end());
  const logged = new Promise(resolve => file.once('close', resolve));
  const exited = new Promise(resolve => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });

  return {
    url,
    log,
    pid: child.pid,
    exited,
    /** Resolves when the backend says that it is ready; fails with its own reason if it ends before. */
    async ready(timeoutMs = 300_000) {
      const deadline = Date.now() + timeoutMs;
      let over;
      exited.then(result => {
        over = result;
      });
      for (;;) {
        if (over) {
          await logged;
          throw startFailure(file.tail, log);
        }
        if (Date.now() > deadline) {
          child.kill('SIGTERM');
          throw new Failure(
            `The portal was not ready after ${timeoutMs / 1000} s.`,
            `Read ${log}, and run the same command again.`,
          );
        }
        try {
          const response = await fetch(
            `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
          );
          if (response.ok) return;
          // It serves those who read, and says itself what it cannot do.
          const { started, message } = await response.json();
          if (started) {
            say(`  ! ${message}`);
            return;
          }
        } catch {
          // not listening yet
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    },
    /** Asks the portal to end, and ends it if it has not after ten seconds. */
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const result = await exited;
      clearTimeout(timer);
      return result;
    },
  };
}
