import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** What a sandbox says when it is ready. */
export interface Ready {
  kubeconfig: string;
  viewerKubeconfig: string;
  /** Base address of the services over HTTP. */
  services: string;
  clusters: Array<{ name: string; api: string; prometheus: string }>;
}

/** Starts a sandbox of its own, without the demo scenario. */
export function startSandbox(
  state: string,
): Promise<{ ready: Ready; stop(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '-r',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      resolve(__dirname, '../src/main.ts'),
      '--state',
      state,
      '--demo',
      'off',
      '--parent',
      String(process.pid),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((done, failed) => {
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      const lines = text.split('\n');
      if (lines.some(line => line.startsWith('{"ready":'))) {
        done({
          ready: JSON.parse(lines[0]),
          stop: () =>
            new Promise(ended => {
              child.once('exit', () => ended());
              child.kill('SIGTERM');
            }),
        });
      }
    });
    child.on('exit', code =>
      failed(new Error(`The sandbox ended with ${code}.`)),
    );
  });
}
