import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { serviceProfile } from '@slipway/platform-model';
import { binaries } from '../build/build.ts';
import type { Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import { Checks } from './checks.ts';
import { ensure } from './probe.ts';

const run = promisify(execFile);

/** Values that the chart's schema must refuse, with a word of the reason that helm gives. */
const refused: ReadonlyArray<[what: string, set: string, reason: string]> = [
  ['the tag latest', 'image.tag=latest', 'image.tag|image/tag'],
  ['no tag', 'image.tag=', 'image.tag|image/tag'],
  ['an unknown value', 'imagee.tag=1', 'imagee'],
  ['a weight above 100', 'strategy.steps[0].setWeight=101', 'steps'],
  ['an unknown step', 'strategy.steps[0].wait=5', 'steps'],
  ['an unknown metric', 'strategy.background.metrics[0]=cpu', 'metrics'],
  ['a success rate above 1', 'analysis.successRate=95', 'successRate'],
  ['a context without its slash', 'context=orders', 'context'],
];

interface Rendered {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: Record<string, unknown>;
}

function checkObjects(service: string, objects: readonly Rendered[]): void {
  const names = (kind: string) =>
    objects
      .filter(object => object.kind === kind)
      .map(object => object.metadata.name);
  ensure(
    names('Service').sort().join() ===
      [service, `${service}-canary`, `${service}-stable`].join(),
    `Services are ${names('Service')}`,
  );
  const rollout = objects.find(object => object.kind === 'Rollout');
  ensure(
    rollout?.metadata.annotations?.['slipway.io/entity-ref'] ===
      `component:default/${service}`,
    'the Rollout does not name its entity',
  );
  const profile = serviceProfile(service);
  ensure(
    JSON.stringify(rollout).includes(
      `"httpGet":{"path":"${profile?.context}/actuator/health","port":"http"}`,
    ) && JSON.stringify(rollout).includes(`"containerPort":${profile?.port}`),
    'port or context differ from those of the traffic model',
  );
  const templates = names('AnalysisTemplate');
  const used = [
    ...JSON.stringify(rollout).matchAll(/"templateName":"([^"]+)"/g),
  ].map(([, name]) => name);
  ensure(used.length > 0, 'nothing judges the canary');
  const missing = used.filter(name => !templates.includes(name));
  ensure(missing.length === 0, `AnalysisTemplate ${missing} is not there`);
}

/**
 * Lints and renders the chart with the real helm for each service, and sees that
 * its schema refuses wrong values; `report` is a file for a JUnit report. Returns the exit code.
 */
export async function checkChart(
  root: string,
  say: Say,
  report?: string,
): Promise<number> {
  const programs = await binaries(root);
  if ('missing' in programs) {
    throw new ExplainedError(
      programs.problem ?? 'Not built yet: run "build --only helm" first.',
    );
  }
  const helm = join(programs.bin, 'helm');
  const chart = join(root, 'infra', 'charts', 'spring-service');
  const valuesDir = join(chart, 'values');
  const checks = new Checks('chart', say, report);
  const files = readdirSync(valuesDir).filter(name => name.endsWith('.yaml'));
  for (const file of files) {
    const service = basename(file, '.yaml');
    const values = `--values=${join(valuesDir, file)}`;
    await checks.run(`${service} lints and renders`, async () => {
      await run(helm, ['lint', '--strict', '--quiet', chart, values]);
      const { stdout } = await run(helm, ['template', service, chart, values]);
      checkObjects(
        service,
        parseAllDocuments(stdout)
          .map(document => document.toJS() as Rendered | null)
          .filter(object => object !== null),
      );
    });
  }
  for (const [what, set, reason] of refused) {
    await checks.run(`${what} is refused`, async () => {
      const values = `--values=${join(valuesDir, 'order-service.yaml')}`;
      const outcome = await run(helm, [
        'template',
        'x',
        chart,
        values,
        `--set=${set}`,
      ]).then(
        () => 'accepted',
        (error: { stderr: string }) => error.stderr,
      );
      ensure(
        outcome.includes('values.schema.json') ||
          outcome.includes("don't meet the specifications"),
        outcome.slice(0, 300),
      );
      ensure(new RegExp(reason).test(outcome), outcome.slice(0, 300));
    });
  }
  return checks.finish();
}
