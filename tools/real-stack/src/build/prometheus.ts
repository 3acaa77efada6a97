import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';

const run = promisify(execFile);

/** Prometheus and promtool. */
export interface PrometheusPrograms {
  prometheus: string;
  promtool: string;
  from: 'PATH' | 'package';
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(dir => join(dir, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Prometheus on PATH, else from the unpacked package; undefined when there is neither. */
export function findPrometheus(
  packageDir: string,
): PrometheusPrograms | undefined {
  const [prometheus, promtool] = [onPath('prometheus'), onPath('promtool')];
  if (prometheus && promtool) {
    return { prometheus, promtool, from: 'PATH' };
  }
  const unpacked = join(packageDir, 'usr', 'bin');
  return existsSync(join(unpacked, 'prometheus'))
    ? {
        prometheus: join(unpacked, 'prometheus'),
        promtool: join(unpacked, 'promtool'),
        from: 'package',
      }
    : undefined;
}

/**
 * Downloads Debian's package of Prometheus and unpacks it; installs nothing and
 * starts no service.
 *
 * @throws ExplainedError when apt or dpkg is missing or finds no package
 */
export async function unpackPrometheus(packageDir: string): Promise<void> {
  mkdirSync(join(packageDir, '..'), { recursive: true });
  const work = mkdtempSync(`${packageDir}.part-`);
  try {
    await run('apt-get', ['download', 'prometheus'], { cwd: work });
    const file = readdirSync(work).find(name => name.endsWith('.deb'));
    if (!file) {
      throw new Error('apt-get download left no file');
    }
    await run('dpkg', ['-x', join(work, file), join(work, 'unpacked')]);
    renameSync(join(work, 'unpacked'), packageDir);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new ExplainedError(
      `Prometheus is not on PATH and could not be unpacked from Debian's package (${(
        stderr || message
      )
        .trim()
        .split('\n')
        .pop()}): install prometheus and promtool so that both are on PATH, then run the command again.`,
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
