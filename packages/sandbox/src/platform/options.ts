import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the sandbox is started with. */
export interface SandboxOptions {
  /** Where its state is kept. */
  stateDir: string;
  /** First of the ports; the others follow. 0 takes free ones. */
  portBase: number;
  /** Where the portal's configuration is written. */
  configFile: string;
  /** End when this process is gone. */
  parent?: number;
  /** Sandbox seconds per second. */
  speed: number;
  /** Releases start by themselves. */
  demo: boolean;
  /** Forget what is kept and start again. */
  reset: boolean;
}

export const HELP = `sandbox --state DIR [options]

  --state DIR      where its state is kept, and kubeconfigs
  --config FILE    where the portal's configuration is written (DIR/app-config.yaml)
  --port-base N    first of eight loopback ports (free ones)
  --parent PID     end when this process is gone
  --speed X        sandbox seconds per second, 0.1 to 10 (1); with another than 1
                   sandbox time leaves the machine's, and ages in other tools are wrong
  --demo on|off   releases start by themselves (on)
  --reset          forget what is kept and start again
  --host ADDRESS   127.0.0.1 or localhost; anything else is refused
  --help           this text`;

/** A mistake in the arguments, in words for users. */
export class UsageError extends Error {}

function whole(
  name: string,
  text: string,
  lowest: number,
  highest: number,
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest) {
    throw new UsageError(
      `--${name} is a whole number from ${lowest} to ${highest}, not ${text}.`,
    );
  }
  return value;
}

/**
 * Reads the arguments of the command line.
 *
 * @returns undefined when help was asked for
 * @throws UsageError
 */
export function readOptions(args: string[]): SandboxOptions | undefined {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        state: { type: 'string' },
        config: { type: 'string' },
        'port-base': { type: 'string', default: '0' },
        parent: { type: 'string' },
        speed: { type: 'string', default: '1' },
        demo: { type: 'string', default: 'on' },
        reset: { type: 'boolean', default: false },
        host: { type: 'string', default: '127.0.0.1' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message : String(error),
    );
  }
  if (values.help) return undefined;
  if (!values.state) throw new UsageError('--state DIR is missing.');
  if (!['127.0.0.1', 'localhost'].includes(values.host)) {
    throw new UsageError(
      `--host ${values.host}: the sandbox listens on loopback only. Its tokens and sample users are for one machine.`,
    );
  }
  const speed = Number(values.speed);
  if (!(speed >= 0.1 && speed <= 10)) {
    throw new UsageError(
      `--speed is a number from 0.1 to 10, not ${values.speed}.`,
    );
  }
  if (!['on', 'off'].includes(values.demo)) {
    throw new UsageError(`--demo is on or off, not ${values.demo}.`);
  }
  return {
    stateDir: resolve(values.state),
    configFile: resolve(values.config ?? join(values.state, 'app-config.yaml')),
    portBase: whole('port-base', values['port-base'], 0, 65_528),
    parent:
      values.parent === undefined
        ? undefined
        : whole('parent', values.parent, 1, 2 ** 31 - 1),
    speed,
    demo: values.demo === 'on',
    reset: values.reset,
  };
}
