import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';

/** The tools for agents that a plugin registers, called as a user's agent calls them. */
export function agentTools() {
  const registry = actionsRegistryServiceMock.mock();
  const registered = () => registry.register.mock.calls.map(([tool]) => tool);
  return {
    /** Collects the tools in a harness. */
    factory: registry.factory,
    names: () => registered().map(({ name }) => name),
    /**
     * Calls a tool, its input as it comes.
     *
     * @param user - name of the user whose token the agent has
     * @throws what the tool throws; Error where there is none of the name
     */
    async call(
      name: string,
      input: object,
      user = 'olga',
    ): Promise<Record<string, unknown>> {
      const tool = registered().find(one => one.name === name);
      if (!tool) throw new Error(`There is no tool ${name}.`);
      const answer = await tool.action({
        input,
        credentials: mockCredentials.user(`user:default/${user}`),
        secrets: undefined,
        logger: mockServices.logger.mock(),
      });
      return { ...answer?.output };
    },
  };
}
