import { nodeTestRows } from '../suite.mjs';
import { buildRealStack, clientsFolder } from './real-stack.mjs';

/** What Node reads without the transform: charts under the real helm, our helm plugin. */
const infraRows = async tools =>
  nodeTestRows(tools, 'Charts, releases and plugins of infra/', {
    name: 'infra',
    target: 'helm',
    plain: true,
    files: ['infra/tests/*.test.mjs', 'infra/helm-plugins/*/*.test.mjs'],
    about: ({ path }) => ({ id: path.join(' › ') }),
    env: { SLIPWAY_CLIENTS: await clientsFolder(tools) },
  });

/** Everything of infra/ that is no Terraform. */
export async function chartsRows(tools) {
  await buildRealStack(tools);
  return [...(await infraRows(tools))];
}
