import { rm, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Permission } from '@backstage/plugin-permission-common';
import { TaskContext } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import { folderBytes } from './folderBytes';
import { JobPool } from './JobPool';
import { JobEndedError } from './JobProcess';
import { portalMethods } from './portalMethods';
import { JobMethods, OptionalTaskMethod, PortalMethods } from './protocol';
import { Rpc } from './rpc';
import { tidyError } from './tidy';
import {
  loadRunnerModule,
  RunnerOptions,
  WorkflowRunnerClass,
} from './upstream';
import { withoutSecrets } from './withoutSecrets';

const OPTIONAL: OptionalTaskMethod[] = [
  'getTaskState',
  'updateCheckpoint',
  'updateStepState',
  'serializeWorkspace',
  'rehydrateWorkspace',
];
const CANCEL_GRACE_MS = 5000;
const MB = 1024 * 1024;
/** As the package has it, however often a backend was made in this process. */
const UPSTREAM = loadRunnerModule().NunjucksWorkflowRunner;

interface Options {
  pool: JobPool;
  reader: UrlReaderService;
  actionExecutePermission: Permission;
}

/**
 * Lets every runner that plugin-scaffolder-backend makes from now on do its work in a job process. Real tasks and dry runs
 * have the same runner, so no template renders in the portal's own process.
 */
export function isolateRunners(options: Options): void {
  loadRunnerModule().NunjucksWorkflowRunner = isolatedRunnerClass(options);
}

function isolatedRunnerClass(options: Options): WorkflowRunnerClass {
  return class IsolatedRunner extends UPSTREAM {
    constructor(runner: RunnerOptions) {
      super(runner);
      const { filters, globals } = runner.templateCapabilities ?? {};
      const names = Object.keys({ ...filters, ...globals });
      if (names.length > 0) {
        throw new Error(
          `A module adds ${names.join(
            ', ',
          )} to the template engine, which cannot run outside of the portal's process: add it to src/scaffolder/job instead (ADR 0080)`,
        );
      }
    }

    async execute(task: TaskContext) {
      return { output: await execute(options, this.options, task) };
    }
  };
}

async function execute(
  { pool, reader, actionExecutePermission }: Options,
  runner: RunnerOptions,
  task: TaskContext,
): Promise<JsonObject> {
  const { limits } = pool;
  const workspaceName = await task.getWorkspaceName();
  const workspace = join(runner.workingDirectory, workspaceName);
  let job: Rpc<PortalMethods, JobMethods> | undefined;
  let logged = 0;
  let cancelledAt: number | undefined;
  const cancel = () => {
    cancelledAt = Date.now();
    job?.call('cancel').catch(() => {}); // it has ended
  };
  task.cancelSignal.addEventListener('abort', cancel);

  const own = portalMethods({
    runner,
    task,
    reader,
    actionExecutePermission,
    mayLog: () => {
      logged += 1;
      return logged <= limits.logMessages;
    },
    job: () => job!,
  });
  const refuseLargeWorkspace = async () => {
    const bytes = await folderBytes(workspace, limits.workspaceMb * MB);
    if (bytes > limits.workspaceMb * MB) {
      throw new JobEndedError(
        `The template wrote more than ${limits.workspaceMb} MB of files and was stopped. Let it write fewer or smaller files.`,
      );
    }
  };
  const watch = async () => {
    if (logged > limits.logMessages) {
      throw new JobEndedError(
        `The template logged more than ${limits.logMessages} messages and was stopped. Log less, or in fewer steps.`,
      );
    }
    if (cancelledAt && Date.now() - cancelledAt > CANCEL_GRACE_MS) {
      throw new JobEndedError('The task was cancelled.');
    }
    await refuseLargeWorkspace();
  };
  const start = (rpc: Rpc<PortalMethods, JobMethods>) => {
    job = rpc;
    if (task.cancelSignal.aborted) cancel();
    const { taskId, spec, secrets, createdBy, isDryRun } = task;
    return rpc.call('execute', {
      config: engineConfig(runner),
      workingDirectory: runner.workingDirectory,
      workspaceName,
      // As JSON: what a template means is what its text says.
      task: JSON.parse(
        JSON.stringify({ taskId, spec, secrets, createdBy, isDryRun }),
      ),
      has: OPTIONAL.filter(method => method in task && task[method]),
    });
  };
  const runAction: PortalMethods['runAction'] = async call => {
    // Such an action may read all files that were written.
    await refuseLargeWorkspace();
    return own.runAction(call);
  };
  const work = { own: { ...own, runAction }, start, watch };
  try {
    return await (task.isDryRun ? pool.runShort(work) : pool.run(work));
  } catch (error) {
    throw tidyError(toError(error));
  } finally {
    task.cancelSignal.removeEventListener('abort', cancel);
    await removeWorkspace(workspace);
  }
}

function engineConfig({ config }: RunnerOptions): JsonObject {
  const integrations = config?.getOptional<JsonValue>('integrations') ?? {};
  return {
    integrations: withoutSecrets(integrations),
    scaffolder: config?.getOptional<JsonValue>('scaffolder') ?? {},
  };
}

/** A job that was stopped leaves its workspace and its temporary folders. */
async function removeWorkspace(workspace: string) {
  const folder = dirname(workspace);
  const prefix = `${basename(workspace)}_step-`;
  const names = await readdir(folder).catch(() => []);
  const left = names.filter(name => name.startsWith(prefix));
  for (const path of [workspace, ...left.map(name => join(folder, name))]) {
    await rm(path, { recursive: true, force: true });
  }
}
