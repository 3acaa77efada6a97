import { parseInput } from '@slipway/plugin-actions-common';
import { ActionsRegistry } from '@slipway/plugin-actions-node';
import { plainValues } from '@slipway/plugin-clusters-common';
import { nameSchema } from '@slipway/plugin-environments-common';
import { AccessService } from '../services/AccessService';
import { EnvironmentsService } from '../services/EnvironmentsService';

/** Tools for agents that only read; each asks for `environments.read`. */
export function registerReadTools(
  registry: ActionsRegistry,
  options: { access: AccessService; environments: EnvironmentsService },
): void {
  const { access, environments } = options;
  const attributes = { readOnly: true, destructive: false, idempotent: true };

  registry.register({
    name: 'list-environments',
    title: 'List environments',
    description:
      'Self-service environments with owner, state, end, drift and latest operation.',
    attributes,
    schema: {
      input: z =>
        z.object({
          owner: z
            .string()
            .optional()
            .describe('Only of this team: group:default/team-orders'),
        }),
      output: z => z.object({}).passthrough(),
    },
    async action({ input, credentials }) {
      await access.requireRead(credentials);
      const { owner } = input;
      return {
        output: plainValues({
          environments: await environments.list(owner ? { owner } : {}),
        }),
      };
    },
  });

  registry.register({
    name: 'get-environment-plan',
    title: 'Get the plan of an environment',
    description:
      'What the latest plan of an environment would do, resource by resource; secrets are masked.',
    attributes,
    schema: {
      input: z => z.object({ name: z.string().describe('Of the environment') }),
      output: z => z.object({}).passthrough(),
    },
    async action({ input, credentials }) {
      await access.requireRead(credentials);
      const name = parseInput(nameSchema, input.name, 'name');
      const [latest] = await environments.operations(name);
      return {
        output: plainValues({
          plan: latest?.plan ? await environments.plan(name, latest.id) : null,
        }),
      };
    },
  });
}
