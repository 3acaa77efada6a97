import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import { ActionContext, TaskContext } from '@backstage/plugin-scaffolder-node';
import { Permission } from '@backstage/plugin-permission-common';
import { JsonObject, JsonValue } from '@backstage/types';
import { ActionCall, JobMethods, LogLevel, PortalMethods } from './protocol';
import { Rpc } from './rpc';
import { tidyMessage } from './tidy';
import { RunnerOptions } from './upstream';

/** What the job of one task may ask of the portal. */
export function portalMethods(options: {
  runner: RunnerOptions;
  task: TaskContext;
  reader: UrlReaderService;
  actionExecutePermission: Permission;
  /** Gets each message of the log; answers whether it may still be written. */
  mayLog: (message: string) => boolean;
  /** The calls to the job; known once it has started. */
  job: () => Rpc<PortalMethods, JobMethods>;
}): PortalMethods {
  const { runner, task, reader } = options;
  const checkpoints = new Map<number, Array<() => unknown>>();
  return {
    log: (level, message) => runner.logger[level](message),
    metric(kind, [name, description], value, attributes) {
      if (kind === 'createCounter') {
        runner.metrics.createCounter(name, description).add(value, attributes);
      } else {
        runner.metrics
          .createHistogram(name, description)
          .record(value, attributes);
      }
    },
    async emitLog(message, metadata) {
      if (!options.mayLog(message)) return;
      await task.emitLog(tidyMessage(message), metadata);
    },
    task: async (method, argument) =>
      (task[method] as ((argument?: unknown) => unknown) | undefined)?.call(
        task,
        argument,
      ),
    async authorizeActions() {
      const credentials = await task.getInitiatorCredentials();
      const [decision] = await runner.permissions!.authorizeConditional(
        [{ permission: options.actionExecutePermission }] as Parameters<
          NonNullable<RunnerOptions['permissions']>['authorizeConditional']
        >[0],
        { credentials },
      );
      return decision;
    },
    async describeAction(id) {
      const action = await actionOf(id);
      const { description, supportsDryRun, schema } = action;
      // As JSON, because what crosses to the job must be plain data.
      return JSON.parse(
        JSON.stringify({ id, description, supportsDryRun, schema }),
      );
    },
    async runAction(call) {
      const action = await actionOf(call.id);
      const outputs: Array<[string, JsonValue]> = [];
      const functions: Array<() => unknown> = [];
      checkpoints.set(call.call, functions);
      try {
        await action.handler(actionContext(call, outputs, functions));
      } finally {
        checkpoints.delete(call.call);
      }
      return outputs;
    },
    runCheckpoint: async (call, index) =>
      (await checkpoints.get(call)?.[index]?.()) as JsonValue | void,
    async readUrl(url, { token }) {
      return (await reader.readUrl(url, { token })).buffer();
    },
    async readTree(url, { token }, targetDir) {
      const tree = await reader.readTree(url, { token });
      return tree.dir({ targetDir });
    },
  };

  async function actionOf(id: string) {
    return runner.actionRegistry.get(id, {
      credentials: await task.getInitiatorCredentials(),
    });
  }

  function actionContext(
    call: ActionCall,
    outputs: Array<[string, JsonValue]>,
    functions: Array<() => unknown>,
  ): ActionContext<JsonObject> {
    const log = (level: LogLevel) => (message: string) => {
      options
        .job()
        .call('stepLog', call.call, level, message)
        .catch(() => {}); // the job has ended
    };
    const logger: LoggerService = {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      child: () => logger,
    };
    return {
      logger,
      secrets: task.secrets ?? {},
      workspacePath: call.workspacePath,
      input: call.input,
      checkpoint: async ({ key, fn }) => {
        const index = functions.push(fn) - 1;
        return (await options
          .job()
          .call('checkpoint', call.call, key, index)) as Awaited<
          ReturnType<typeof fn>
        >;
      },
      output: (name: string, value: JsonValue) => {
        outputs.push([name, value]);
      },
      createTemporaryDirectory: () =>
        options.job().call('temporaryDirectory', call.call),
      getInitiatorCredentials: () => task.getInitiatorCredentials(),
      task: { id: task.taskId ?? '' },
      templateInfo: task.spec.templateInfo,
      isDryRun: task.isDryRun,
      user: task.spec.user,
      signal: task.cancelSignal,
      step: call.step,
    };
  }
}
