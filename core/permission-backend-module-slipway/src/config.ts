import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'slipway.permission.platformGroups';

/**
 * The groups whose members may do everything, as full lower-case entity references.
 *
 * @throws InputError when an item is not the reference of a Group.
 */
export function readPlatformGroups(config: Config): string[] {
  const refs = config.getOptionalStringArray(KEY) ?? ['group:default/platform'];
  return refs.map(ref => {
    const parsed = parseEntityRef(ref, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    if (parsed.kind.toLowerCase() !== 'group') {
      throw new InputError(
        `${KEY} takes references of groups, and "${ref}" is not one`,
      );
    }
    return stringifyEntityRef(parsed);
  });
}
