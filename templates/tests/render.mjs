import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../..');
const require = createRequire(join(ROOT, 'packages/backend/package.json'));
const {
  createFetchTemplateAction,
} = require('@backstage/plugin-scaffolder-backend');
const { ConfigReader } = require('@backstage/config');
const { ScmIntegrations } = require('@backstage/integration');

/** A template of this repository, by its folder. */
export const templateOf = name =>
  parse(readFileSync(join(ROOT, 'templates', name, 'template.yaml'), 'utf8'));

const quiet = () => {};
const logger = {
  info: quiet,
  warn: quiet,
  error: quiet,
  debug: quiet,
  child: () => logger,
};

/** Runs the scaffolder's own `fetch:template` on a folder. */
export async function renderFolder(folder, values, workspacePath) {
  mkdirSync(workspacePath, { recursive: true });
  const action = createFetchTemplateAction({
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
    reader: {},
  });
  await action.handler({
    input: { url: '.', values },
    workspacePath,
    logger,
    output: quiet,
    checkpoint: ({ fn }) => fn(),
    createTemporaryDirectory: async () => {
      const path = `${workspacePath}.temporary`;
      mkdirSync(path, { recursive: true });
      return path;
    },
    templateInfo: {
      entityRef: 'template:default/x',
      baseUrl: pathToFileURL(join(folder, 'template.yaml')).href,
    },
    task: { id: '1' },
  });
}

/**
 * Renders a text of a template, such as an output or an input of a step, by
 * the engine that renders files.
 *
 * @param {string} text with `parameters` and `steps`
 * @param {{parameters: object, steps?: object}} context
 * @param {string} folder for its files; made, and not removed
 */
export async function renderText(text, context, folder) {
  mkdirSync(join(folder, 'from'), { recursive: true });
  const file = 'text.txt';
  writeFileSync(
    join(folder, 'from', file),
    `{%- set parameters = values.parameters -%}{%- set steps = values.steps -%}${text}`,
  );
  await renderFolder(join(folder, 'from'), context, join(folder, 'to'));
  return readFileSync(join(folder, 'to', file), 'utf8');
}

/**
 * The values of a step of a template, with these parameters: one for each
 * expression, as the scaffolder renders them. Texts that are one parameter
 * keep its type.
 */
export async function stepValues(template, id, parameters, folder) {
  const { values } = template.spec.steps.find(step => step.id === id).input;
  const rendered = {};
  for (const [name, text] of Object.entries(values)) {
    const [, parameter] = /^\$\{\{ parameters\.(\w+) \}\}$/.exec(text) ?? [];
    rendered[name] = parameter
      ? parameters[parameter]
      : await renderText(text, { parameters, steps: {} }, join(folder, name));
  }
  return rendered;
}

/** The defaults of all pages of a form, and what has none. */
export const formDefaults = (template, given) => ({
  ...Object.fromEntries(
    template.spec.parameters.flatMap(({ properties }) =>
      Object.entries(properties)
        .filter(([, { default: value }]) => value !== undefined)
        .map(([name, { default: value }]) => [name, value]),
    ),
  ),
  ...given,
});

const Ajv = require('ajv').default ?? require('ajv');

/** What the form says against values; empty when it takes them. */
export function formErrors(template, values) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  return template.spec.parameters.flatMap(page => {
    const check = ajv.compile({ type: 'object', ...page });
    return check(values)
      ? []
      : check.errors.map(
          ({ instancePath, message }) => `${instancePath} ${message}`,
        );
  });
}
