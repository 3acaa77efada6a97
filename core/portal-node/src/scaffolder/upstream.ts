import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Config } from '@backstage/config';
import {
  AuditorService,
  BackstageCredentials,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { TaskContext, TemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import { InstrumentOptions } from './protocol';

/** What the runner of plugin-scaffolder-backend is made with, as far as we use it. */
export interface RunnerOptions {
  actionRegistry: {
    get(
      id: string,
      options: { credentials: BackstageCredentials },
    ): Promise<TemplateAction>;
  };
  integrations: ScmIntegrations;
  logger: LoggerService;
  auditor?: AuditorService;
  workingDirectory: string;
  templateCapabilities?: {
    filters?: Record<string, unknown>;
    globals?: Record<string, unknown>;
  };
  permissions?: Pick<PermissionsService, 'authorizeConditional'>;
  config?: Config;
  metrics: RunnerMetrics;
}

/** The instruments that the runner makes. */
export interface RunnerMetrics {
  createCounter(
    name: string,
    options?: InstrumentOptions,
  ): { add(value: number, attributes?: JsonObject): void };
  createHistogram(
    name: string,
    options?: InstrumentOptions,
  ): { record(value: number, attributes?: JsonObject): void };
}

/** The template engine: it throws for text that it cannot render. */
export interface TemplateRenderer {
  renderValue(source: string, context: unknown): unknown;
}

/** The runner of plugin-scaffolder-backend: walks through the steps of a task and renders each. */
export interface WorkflowRunner {
  readonly options: RunnerOptions;
  execute(task: TaskContext): Promise<{ output: JsonObject }>;
  render(input: unknown, context: unknown, renderer: TemplateRenderer): unknown;
}
export type WorkflowRunnerClass = new (
  options: RunnerOptions,
) => WorkflowRunner;

/** The module of the runner. The plugin looks the class up here each time it makes a runner. */
export interface RunnerModule {
  NunjucksWorkflowRunner: WorkflowRunnerClass;
}

type Validate = (
  instance: JsonValue,
  schema: JsonValue,
) => { valid: boolean; errors: Array<{ stack: string }> };

const requireHere = createRequire(__filename);
const PACKAGE = '@backstage/plugin-scaffolder-backend';
const RUNNER = 'dist/scaffolder/tasks/NunjucksWorkflowRunner.cjs.js';

/**
 * Loads the runner of plugin-scaffolder-backend, which the package does not export.
 *
 * @throws when this version of the package has no such runner, so that no template ever renders in the portal's own
 *   process because an upgrade moved it
 */
export function loadRunnerModule(): RunnerModule {
  const manifest = requireHere.resolve(`${PACKAGE}/package.json`);
  const loaded: Partial<RunnerModule> = requireHere(
    join(dirname(manifest), RUNNER),
  );
  const methods = loaded.NunjucksWorkflowRunner?.prototype;
  if (
    typeof methods?.execute !== 'function' ||
    typeof methods.render !== 'function'
  ) {
    throw new Error(
      `This version of ${PACKAGE} has no workflow runner in ${RUNNER}: adapt src/scaffolder/upstream.ts (ADR 0080)`,
    );
  }
  return loaded as RunnerModule;
}

/** The YAML reader of plugin-scaffolder-backend; the catalog has the same. */
export function loadParseYaml(): (text: string) => unknown {
  const { parse } = requireOfPackage('yaml') as {
    parse: (text: string) => unknown;
  };
  return parse;
}

/** The JSON schema validator that plugin-scaffolder-backend checks values with. */
export function loadValidate(): Validate {
  const { validate } = requireOfPackage('jsonschema') as { validate: Validate };
  return validate;
}

function requireOfPackage(name: string): unknown {
  return createRequire(requireHere.resolve(`${PACKAGE}/package.json`))(name);
}
