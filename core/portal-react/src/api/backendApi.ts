import {
  ApiBlueprint,
  ApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ClientApis } from './BackendClient';

/**
 * The extension that gives an app the client of a backend plugin.
 *
 * @param name - only where a plugin has more than one API
 */
export function backendApi<Api>(options: {
  ref: ApiRef<Api>;
  Client: new (apis: ClientApis) => Api & {};
  name?: string;
}) {
  const { ref, Client, name } = options;
  return ApiBlueprint.make({
    name,
    params: define =>
      define({
        api: ref,
        deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
        factory: deps => new Client(deps),
      }),
  });
}
