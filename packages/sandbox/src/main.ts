/**
 * The sandbox as a process: see `--help`. Prints one line of JSON when
 * the configuration is written, one when everything answers, and ends on SIGTERM, SIGINT, or when its parent is gone.
 */
// First: it holds for expressions that are compiled later.
import './regexFallback';
import { lockState, StateInUseError } from './persistence/StateLock';
import { HELP, readOptions, UsageError } from './platform/options';
import { isFullDisk } from './persistence/isFullDisk';
import { watchParent } from './platform/watchParent';
import { Sandbox, SandboxEndpoints } from './Sandbox';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** What a caller needs to know. Tokens stand in the files only. */
const addresses = (endpoints: SandboxEndpoints) => ({
  config: endpoints.configFile,
  kubeconfig: endpoints.kubeconfig,
  viewerKubeconfig: endpoints.viewerKubeconfig,
  services: endpoints.servicesUrl,
  logs: endpoints.logsUrl,
  clusters: endpoints.clusters.map(({ cluster, apiUrl, prometheusUrl }) => ({
    name: cluster.name,
    api: apiUrl,
    prometheus: prometheusUrl,
  })),
});

// Without a listener, a line that nobody takes any more would end the process, or be reported in a line that fails again.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {});
}

async function main(): Promise<void> {
  const began = Date.now();
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const running: { sandbox?: Sandbox; free?: () => void } = {};
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await running.sandbox?.stop();
    running.free?.();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (options.parent !== undefined) watchParent(options.parent, end);
  running.free = await lockState(options.stateDir);

  const tell = (line: object) =>
    process.stdout.write(`${JSON.stringify(line)}\n`);
  const { sandbox, endpoints } = await Sandbox.start(options, {
    say,
    configured: where => tell(addresses(where)),
  });
  running.sandbox = sandbox;
  tell({
    ready: true,
    seconds: (Date.now() - began) / 1_000,
    ...addresses(endpoints),
  });
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) {
    say(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
  if (error instanceof StateInUseError) {
    say(error.message);
    process.exit(1);
  }
  if (isFullDisk(error)) {
    say(`The disk that holds the state is full: free space and start again.`);
    process.exit(1);
  }
  say(error instanceof Error ? error.stack ?? error.message : String(error));
  process.exit(1);
});
