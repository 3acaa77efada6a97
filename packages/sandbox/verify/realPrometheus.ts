import { execFileSync, spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openMetrics, SeriesSource } from '@slipway/promql';
import { freePort } from './freePort';

const READY_WITHIN_MS = 120_000;

export interface Programs {
  prometheus: string;
  promtool: string;
  helm: string;
}

/**
 * Prometheus and promtool from PATH or from what the real stack has unpacked,
 * Helm from what it has built.
 *
 * @throws Error that says what to run first
 */
export function findPrograms(): Programs {
  const status = JSON.parse(
    execFileSync(
      process.execPath,
      [
        join(__dirname, '../../../tools/real-stack/src/cli.ts'),
        'status',
        '--json',
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ),
  ) as { bin: string };
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    status.bin,
    join(dirname(status.bin), 'prometheus/usr/bin'),
  ];
  const find = (program: string) => {
    const folder = folders.find(one => one && existsSync(join(one, program)));
    if (!folder) {
      throw new Error(
        `${program} is neither on PATH nor built: run node tools/real-stack/src/cli.ts build`,
      );
    }
    return join(folder, program);
  };
  return {
    prometheus: find('prometheus'),
    promtool: find('promtool'),
    helm: find('helm'),
  };
}

export interface RealPrometheus {
  url: string;
  stop(): Promise<void>;
}

/** Puts all samples of a source into blocks and starts a real Prometheus over them. */
export async function startPrometheus(
  { prometheus, promtool }: Programs,
  source: SeriesSource,
  folder: string,
): Promise<RealPrometheus> {
  const text = join(folder, 'samples.om');
  const data = join(folder, 'data');
  mkdirSync(data);
  await pipeline(
    Readable.from(openMetrics(source, 0, Number.MAX_SAFE_INTEGER)),
    createWriteStream(text),
  );
  execFileSync(
    promtool,
    ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', text, data],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, 'global: {}\n');
  const port = await freePort();
  const child = spawn(
    prometheus,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const ready = await fetch(`${url}/-/ready`).then(
      answer => answer.ok,
      () => false,
    );
    if (ready) {
      return { url, stop };
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error('Prometheus did not get ready');
    }
    await pause(100);
  }
}
