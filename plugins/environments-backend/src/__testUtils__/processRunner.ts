import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { JobFinding, StepName } from '@slipway/plugin-environments-common';
import { ProcessRunner } from '../runners/process/ProcessRunner';
import { Job } from '../runners/types';
import { LocalStates } from '../states/LocalStates';
import { environment } from './environments';

/** The program that stands in for terraform. */
export const FAKE_TERRAFORM = resolve(__dirname, 'tools/fake-terraform.cjs');

/** A {@link ProcessRunner} with the fake program, in folders of its own. */
export function fakeProcessRunner(
  directory: ReturnType<typeof createMockDirectory>,
  options: { env?: Record<string, string>; secrets?: string[] } = {},
) {
  const folder = directory.resolve(randomUUID());
  const code = join(folder, 'code');
  mkdirSync(join(code, 'root'), { recursive: true });
  writeFileSync(join(code, 'root', 'main.tf'), '# fake\n');
  chmodSync(FAKE_TERRAFORM, 0o755);
  const states = new LocalStates(join(folder, 'states'));
  const runner = new ProcessRunner({
    directory: join(folder, 'operations'),
    terraform: FAKE_TERRAFORM,
    code,
    root: 'root',
    clusterName: 'local',
    backend: name => ({ path: states.pathOf(name) }),
    env: options.env ?? {},
    timeoutSeconds: 60,
    states,
    secretsOf: async () => options.secrets ?? [],
  });
  const operationId = randomUUID();
  const job = (step: StepName, change: Partial<Job> = {}): Job => ({
    id: `${operationId}-1-1`,
    operationId,
    kind: 'create',
    step,
    definition: environment(),
    namespace: 'orders-try',
    entityRef: 'resource:default/orders-try',
    ...change,
  });
  return {
    folder,
    code,
    job,
    jobFolder: (id: string) =>
      join(folder, 'operations', operationId, 'jobs', id),
    runner,
    states,
    /** Waits until a job is found like this. */
    async until(
      id: string,
      is: JobFinding['is'] | ((finding: JobFinding) => boolean),
    ): Promise<JobFinding> {
      for (;;) {
        const finding = await runner.find(id);
        if (typeof is === 'function' ? is(finding) : finding.is === is) {
          return finding;
        }
        await sleep(25);
      }
    },
  };
}
