import { Job } from '../types';
import { PlanMode } from '../types';

/** One command of a job. */
export interface Command {
  tool: 'terraform' | 'helmfile';
  args: string[];
  /** Exit codes that are no failure. */
  ok: number[];
  /** File in the folder of the job that takes its output: it may hold secrets. */
  stdoutTo?: string;
}

/** Files in the folder of a job. */
export const PLAN_FILE = 'plan.bin';
export const PLAN_JSON = 'plan.json';
export const OUTPUTS_JSON = 'outputs.json';
export const DIFF_TEXT = 'diff.txt';
/** Beside the root module. */
export const BACKEND_FILE = 'slipway.tfbackend';
export const VALUES_FILE = 'slipway-values.yaml';

/** What a plan is made of, by the kind of the operation. */
export function planModeOf({ kind }: Pick<Job, 'kind'>): PlanMode {
  if (kind === 'destroy') return 'destroy';
  return kind === 'check-drift' || kind === 'accept-drift'
    ? 'refresh-only'
    : 'normal';
}

const INIT: Command = {
  tool: 'terraform',
  args: [
    'init',
    '-input=false',
    '-no-color',
    '-reconfigure',
    `-backend-config=${BACKEND_FILE}`,
  ],
  ok: [0],
};

const helmfile = (verb: string, ...more: string[]): Command => ({
  tool: 'helmfile',
  args: ['--no-color', '--state-values-file', VALUES_FILE, verb, ...more],
  ok: [0],
});

/**
 * The commands of a step. Arguments are fixed, but for paths that the portal
 * made: no value of a user is among them.
 *
 * @param folder - of the job
 */
export function commandsOf(
  job: Pick<Job, 'step' | 'kind'>,
  folder: string,
): Command[] {
  const file = `${folder}/${PLAN_FILE}`;
  switch (job.step) {
    case 'terraform:plan': {
      const mode = planModeOf(job);
      return [
        INIT,
        {
          tool: 'terraform',
          args: [
            'plan',
            '-input=false',
            '-lock-timeout=0s',
            '-detailed-exitcode',
            '-json',
            ...(mode === 'normal' ? [] : [`-${mode}`]),
            `-out=${file}`,
          ],
          ok: [0, 2],
        },
        {
          tool: 'terraform',
          args: ['show', '-json', file],
          ok: [0],
          stdoutTo: PLAN_JSON,
        },
      ];
    }
    case 'terraform:apply':
      return [
        INIT,
        {
          tool: 'terraform',
          args: ['apply', '-input=false', '-lock-timeout=0s', '-json', file],
          ok: [0],
        },
      ];
    case 'terraform:output':
      return [
        INIT,
        {
          tool: 'terraform',
          args: ['output', '-json'],
          ok: [0],
          stdoutTo: OUTPUTS_JSON,
        },
      ];
    case 'helmfile:diff':
      return [
        {
          ...helmfile('diff', '--detailed-exitcode'),
          ok: [0, 2],
          stdoutTo: DIFF_TEXT,
        },
      ];
    case 'helmfile:sync':
      return [helmfile('sync')];
    case 'helmfile:destroy':
      return [helmfile('destroy')];
    default:
      return [];
  }
}

/** A command as it is shown: without the folders of this machine. */
export function inWords({ tool, args }: Command, folder: string): string {
  return [tool, ...args.map(arg => arg.replace(`${folder}/`, ''))].join(' ');
}
