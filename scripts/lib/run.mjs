import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import { endWithUs, startedByUs } from './children.mjs';
import { LogFile } from './log-file.mjs';
import { Failure } from './say.mjs';
import { ROOT } from './paths.mjs';

const TAIL_LINES = 25;

/**
 * Runs a program with its output in a log file and gives its last lines when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, log?: string, inherit?: boolean,
 *   failure?: string, remedy?: string, allowFailure?: boolean, independent?: boolean}} options
 *   `independent`: what it starts looks after its own end
 * @returns {Promise<{code: number, tail: string, stdout: string}>}
 */
export function run(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, log, inherit, allowFailure } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: options.independent ? env : startedByUs(env),
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    let stdout = '';
    let all = '';
    const file = log && new LogFile(log);
    const keep = chunk => {
      all = (all + chunk).slice(-16_000);
      if (file) file.write(chunk);
    };
    child.stdout?.on('data', chunk => {
      stdout = (stdout + chunk).slice(-4_000_000);
      keep(chunk);
    });
    child.stderr?.on('data', keep);
    child.on('error', error => {
      reject(
        new Failure(
          `${command} could not be started: ${error.message}.`,
          options.remedy ??
            `Install ${command} and run the same command again.`,
        ),
      );
    });
    child.on('close', (code, signal) => {
      if (file) file.end();
      const tail = all.split('\n').slice(-TAIL_LINES).join('\n');
      const exit = code ?? 128 + (signal === 'SIGINT' ? 2 : 15);
      if (exit !== 0 && !allowFailure) {
        reject(
          new Failure(
            options.failure ??
              `${command} ${args[0] ?? ''} ended with ${exit}.`,
            options.remedy ??
              `Read the lines above${
                log ? ` (whole log: ${relative(ROOT, log)})` : ''
              }, fix the cause, and run the same command again.`,
            tail,
          ),
        );
        return;
      }
      resolve({ code: exit, tail, stdout });
    });
  });
}
