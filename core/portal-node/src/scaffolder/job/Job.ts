import { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  ActionDescription,
  ExecuteJob,
  InstrumentOptions,
  JobMethods,
  LogLevel,
  PortalMethods,
  ValidateJob,
} from '../protocol';
import { Rpc } from '../rpc';
import { loadParseYaml, loadValidate, RunnerMetrics } from '../upstream';
import { limitedRunnerClass } from './LimitedRunner';
import { localActions } from './localActions';

type Portal = Pick<Rpc<JobMethods, PortalMethods>, 'call'>;

/** Does the jobs that the portal sends, one after the other. */
export class Job {
  readonly #portal: Portal;
  readonly #calls = new Map<number, ActionContext<JsonObject>>();
  #lastCall = 0;
  #cancel = new AbortController();

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  /** What the portal may call. */
  methods(): JobMethods {
    return {
      execute: job => this.#execute(job),
      validate: async job => validateValues(job),
      readYaml: async text => readYaml(text),
      cancel: () => this.#cancel.abort(),
      stepLog: (call, level, message) =>
        this.#calls.get(call)?.logger[level](message),
      checkpoint: async (call, key, index) =>
        this.#calls.get(call)!.checkpoint({
          key,
          fn: () => this.#portal.call('runCheckpoint', call, index),
        }),
      temporaryDirectory: async call =>
        this.#calls.get(call)!.createTemporaryDirectory(),
    };
  }

  async #execute(job: ExecuteJob): Promise<JsonObject> {
    this.#cancel = new AbortController();
    this.#calls.clear();
    const config = new ConfigReader(job.config);
    const integrations = ScmIntegrations.fromConfig(config);
    const Runner = limitedRunnerClass();
    const local = localActions({ config, integrations, portal: this.#portal });
    const runner = new Runner({
      actionRegistry: {
        get: async id => {
          const described = await this.#portal.call('describeAction', id);
          return local.get(id) ?? this.#remoteAction(described);
        },
      },
      config,
      integrations,
      logger: portalLogger(this.#portal),
      metrics: portalMetrics(this.#portal),
      permissions: {
        authorizeConditional: async requests => {
          const decision = await this.#portal.call('authorizeActions');
          return requests.map(() => decision);
        },
      },
      workingDirectory: job.workingDirectory,
    });
    const optional = Object.fromEntries(
      job.has.map(method => [
        method,
        (options?: JsonObject) => this.#portal.call('task', method, options),
      ]),
    );
    const { output } = await runner.execute({
      ...job.task,
      ...optional,
      cancelSignal: this.#cancel.signal,
      done: false,
      complete: async () => {
        throw new Error('The portal completes tasks');
      },
      emitLog: (message, metadata) =>
        this.#portal.call('emitLog', message, metadata),
      getWorkspaceName: async () => job.workspaceName,
      // The portal puts the real ones in wherever they are needed; they never come here.
      getInitiatorCredentials: async () => ({
        $$type: '@backstage/BackstageCredentials',
        principal: undefined,
      }),
    });
    return output;
  }

  /** An action that runs in the portal, because it needs its services. */
  #remoteAction(described: ActionDescription): TemplateAction {
    return {
      ...described,
      handler: async (ctx: ActionContext<JsonObject>) => {
        this.#lastCall += 1;
        const call = this.#lastCall;
        this.#calls.set(call, ctx);
        try {
          const outputs = await this.#portal.call('runAction', {
            call,
            id: described.id,
            input: ctx.input,
            step: ctx.step,
            workspacePath: ctx.workspacePath,
          });
          for (const [name, value] of outputs) ctx.output(name, value);
        } finally {
          this.#calls.delete(call);
        }
      },
    };
  }
}

function validateValues({ values, schemas }: ValidateJob) {
  const before = process.cpuUsage();
  const validate = loadValidate();
  const errors = schemas.flatMap(schema =>
    validate(values, schema).errors.map(({ stack }) => stack),
  );
  const { user, system } = process.cpuUsage(before);
  return { errors: errors.slice(0, 20), cpuMs: (user + system) / 1000 };
}

function readYaml(text: string) {
  const before = process.cpuUsage();
  try {
    loadParseYaml()(text);
  } catch {
    // Whoever reads it for its meaning says what is wrong with it.
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 };
}

function portalLogger(portal: Portal): LoggerService {
  const log = (level: LogLevel) => (message: string) => {
    portal.call('log', level, message).catch(() => {}); // the portal is ending
  };
  const logger: LoggerService = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: () => logger,
  };
  return logger;
}

function portalMetrics(portal: Portal): RunnerMetrics {
  const send =
    (
      kind: 'createCounter' | 'createHistogram',
      ...instrument: [name: string, options?: InstrumentOptions]
    ) =>
    (value: number, attributes: Record<string, JsonValue | undefined> = {}) => {
      portal
        .call('metric', kind, instrument, value, attributes)
        .catch(() => {}); // the portal is ending
    };
  return {
    createCounter: (...of) => ({ add: send('createCounter', ...of) }),
    createHistogram: (...of) => ({ record: send('createHistogram', ...of) }),
  };
}
