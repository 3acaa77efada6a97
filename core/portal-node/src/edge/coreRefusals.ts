import { isError } from '@backstage/errors';

/** What a client reads instead of an error that a core plugin throws for a mistake of the caller. */
export interface CoreRefusal {
  name: 'InputError' | 'NotFoundError';
  message: string;
}

/**
 * Core plugins refuse some requests with a plain `Error`, or with one whose
 * status says that the portal failed. Found by the fuzz of all routes
 * (`packages/e2e/faults/input.test.ts`); an entry that a later version of the
 * plugin makes needless does no harm.
 */
const REFUSALS: Array<{ words: RegExp; refusal: CoreRefusal }> = [
  {
    // catalog-model
    words:
      /^Entity reference (must not be empty$|.* (was not on the form|had missing or empty) )/s,
    refusal: {
      name: 'InputError',
      message:
        'An entity reference has the form kind:namespace/name, and none of the three is empty',
    },
  },
  {
    // catalog-model
    words: /^(Unable to (parse|stringify)|Invalid) location ref\b/,
    refusal: {
      name: 'InputError',
      message:
        'A location has a type and a target that is no script, as in url:https://host/path',
    },
  },
  {
    // plugin-permission-node, apply-conditions
    words: /^Permission rule '.*' does not exist for resource type '.*'$/s,
    refusal: {
      name: 'InputError',
      message:
        'conditions: names a rule that this resource type does not have. GET …/permissions/metadata lists the rules',
    },
  },
  {
    // plugin-permission-node, apply-conditions
    words:
      /^This plugin does not expose any permission rule or can't evaluate the conditions request for /,
    refusal: {
      name: 'InputError',
      message:
        'resourceType: this plugin evaluates no conditions for this resource type',
    },
  },
  {
    // plugin-permission-backend, authorize
    words:
      /^(Invalid resource conditions returned from permission policy for permission|Conditional decision returned from permission policy for non-resource permission) /,
    refusal: {
      name: 'InputError',
      message:
        'permission: its type or resourceType is not that of the permission of this name',
    },
  },
  {
    // body-parser, after Node has refused the rest of a request
    words: /^stream is not readable$/,
    refusal: {
      name: 'InputError',
      message:
        'The body did not arrive whole: check its length and its encoding',
    },
  },
  {
    // plugin-auth-node, providers without a redirect
    words: /^Not implemented$/,
    refusal: {
      name: 'NotFoundError',
      message: 'This sign-in provider has no such step',
    },
  },
];

/** The refusal that an error of a core plugin stands for, if it is one. */
export function coreRefusal(error: unknown): CoreRefusal | undefined {
  if (!isError(error)) return undefined;
  return REFUSALS.find(({ words }) => words.test(error.message))?.refusal;
}
