import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  ActionContext,
  createTemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  environmentPagePath,
  environmentRequestSchema,
  StepName,
} from '@slipway/plugin-environments-common';
import { EnvironmentsClient } from './EnvironmentsClient';
import { followStep } from './followStep';

/** `component:default/cart` or `cart`: both are the service `cart`. */
const nameOf = (service: string) => service.split('/').at(-1) ?? service;

interface Services {
  auth: AuthService;
  discovery: DiscoveryService;
}

const clientOf = async (
  services: Services,
  ctx: Pick<ActionContext<never>, 'getInitiatorCredentials'>,
) =>
  new EnvironmentsClient({
    ...services,
    credentials: await ctx.getInitiatorCredentials(),
  });

/** `environment:register`: asks for an environment, once for each task. */
export function createRegisterAction(services: Services) {
  return createTemplateAction({
    id: 'environment:register',
    description:
      'Asks for a self-service environment: its definition is committed, and its plan is made. Nothing is applied.',
    schema: {
      input: {
        name: z => z.string(),
        cloud: z => z.string(),
        size: z => z.string(),
        tier: z => z.string().optional(),
        owner: z => z.string(),
        system: z => z.string().optional(),
        services: z =>
          z.array(
            z.object({
              service: z.string(),
              version: z.string(),
              replicas: z.number().optional(),
            }),
          ),
        ttlHours: z => z.number().optional(),
      },
      output: {
        environment: z => z.string(),
        operationId: z => z.string(),
        path: z => z.string(),
      },
    },
    async handler(ctx) {
      const { services: chosen, ...rest } = ctx.input;
      const names = chosen.map(({ service }) => nameOf(service));
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice) throw new InputError(`services: ${twice} is named twice`);
      // What a form let through is checked again here: forms of templates are only hints.
      const request = parseInput(environmentRequestSchema, {
        ...rest,
        owner: withKind(rest.owner, 'group'),
        ...(rest.system ? { system: withKind(rest.system, 'system') } : {}),
        services: Object.fromEntries(
          chosen.map(({ service: _, ...choice }, index) => [
            names[index],
            choice,
          ]),
        ),
      });
      const client = await clientOf(services, ctx);
      const { name, operationId } = await client.create(
        request,
        `task:${ctx.task.id}`,
      );
      ctx.output('environment', name);
      ctx.output('operationId', operationId);
      ctx.output('path', environmentPagePath(name));
      ctx.logger.info(`The plan of ${name} is being made.`);
    },
  });
}

/** A reference with its kind and namespace, where a form left them out. */
function withKind(ref: string, kind: string): string {
  if (ref.includes(':')) return ref.toLocaleLowerCase('en-US');
  return `${kind}:${ref.includes('/') ? ref : `default/${ref}`}`;
}

/** An action that waits for a step of an operation; `start` is asked for first. */
function stepAction(
  services: Services,
  options: {
    id: string;
    step: StepName;
    description: string;
    start?: 'apply' | 'destroy';
  },
) {
  const { id, step, description, start } = options;
  return createTemplateAction({
    id,
    description,
    schema: {
      input: {
        environment: z => z.string(),
        operationId: z =>
          z.string().optional().describe('Left out: of terraform:destroy'),
        planHash: z => z.string().optional().describe('Of terraform:apply'),
        approvalId: z => z.string().optional().describe('Of terraform:apply'),
      },
      output: {
        operationId: z => z.string(),
        planHash: z => z.string().optional(),
        needsApproval: z => z.string().optional(),
      },
    },
    async handler(ctx) {
      const { environment, planHash, approvalId } = ctx.input;
      const client = await clientOf(services, ctx);
      const operationId = await started();
      const operation = await followStep({
        client,
        environment,
        operationId,
        step,
        log: text => ctx.logger.info(text),
        ...(ctx.signal ? { signal: ctx.signal } : {}),
      });
      ctx.output('operationId', operationId);
      const { plan } = operation;
      if (plan) {
        ctx.output('planHash', plan.hash);
        ctx.output('needsApproval', plan.needsApproval);
      }

      async function started(): Promise<string> {
        const { operationId: known } = ctx.input;
        if (start === 'destroy' && !known) {
          // A task that is resumed finds what it started.
          return ctx.checkpoint({
            key: 'environments.destroy',
            fn: async () =>
              (await client.act(environment, 'destroy', {})).operationId ?? '',
          });
        }
        if (!known) throw new InputError(`${id} needs an operationId`);
        if (start !== 'apply') return known;
        const { state } = await client.operation(environment, known);
        // It was asked for already, by the first try of this task.
        if (state !== 'waiting') return known;
        await client.act(environment, 'apply', {
          args: { operationId: known, planHash: planHash ?? '' },
          ...(approvalId ? { approvalId } : {}),
        });
        return known;
      }
    },
  });
}

/** All actions of templates for environments. */
export function createEnvironmentActions(services: Services) {
  return [
    createRegisterAction(services),
    stepAction(services, {
      id: 'terraform:plan',
      step: 'terraform:plan',
      description: 'Waits for the plan of an environment.',
    }),
    stepAction(services, {
      id: 'terraform:apply',
      step: 'terraform:apply',
      start: 'apply',
      description:
        'Has exactly the plan with planHash applied, under an approval where it needs one.',
    }),
    stepAction(services, {
      id: 'terraform:output',
      step: 'terraform:output',
      description: 'Waits for the outputs of an environment.',
    }),
    stepAction(services, {
      id: 'terraform:destroy',
      step: 'terraform:plan',
      start: 'destroy',
      description:
        'Makes the plan that destroys an environment; somebody else allows that it is applied.',
    }),
    stepAction(services, {
      id: 'helmfile:diff',
      step: 'helmfile:diff',
      description: 'Waits for what Helm would change.',
    }),
    stepAction(services, {
      id: 'helmfile:sync',
      step: 'helmfile:sync',
      description: 'Waits until the services are installed.',
    }),
    stepAction(services, {
      id: 'helmfile:destroy',
      step: 'helmfile:destroy',
      description: 'Waits until the services are uninstalled.',
    }),
  ];
}
