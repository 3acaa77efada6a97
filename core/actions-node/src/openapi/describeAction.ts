import { isResourcePermission } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { z } from 'zod/v3';
import { ActionRoute } from './actionRoutes';
import { isOptional, schemaOf } from './schemas';
import { DescribedAction } from './types';

const APPROVAL_ID: JsonObject = {
  type: 'string',
  description: 'The approval under which it is done',
};
const OVERRIDE: JsonObject = {
  type: 'object',
  required: ['reason', 'digest'],
  properties: { reason: { type: 'string' }, digest: { type: 'string' } },
  description:
    'That it is done although rules stop it: why, and the digest of what was seen to stop it',
};
const CONFIRM: JsonObject = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', maxLength: 253 } },
};

/** What a document says of an action beside its label: all of it from the definition. */
export function rulesOf({
  name,
  permission,
  risk,
  agent,
}: DescribedAction): string {
  const { typedIn = [] } = risk;
  return [
    ...(agent ? [agent.description] : []),
    isResourcePermission(permission)
      ? `Asks for the permission ${permission.name} on the catalog entity that owns it.`
      : `Asks for the permission ${permission.name}.`,
    `Its audit event is ${name}, of severity ${risk.severity}.`,
    ...(typedIn.length > 0
      ? [
          `In ${typedIn.join(
            ', ',
          )} confirm.name must be the name of the object.`,
        ]
      : []),
    ...(risk.unrecordedOk
      ? ['It is done even when no record of it can be kept.']
      : []),
    'For users only, not for services.',
  ].join(' ');
}

/** `{ seen, args?, confirm?, approvalId?, override? }` of one action; `{ seen, args?, reason }` of a request for its approval. */
export function bodyOf(
  { args, risk, approval }: DescribedAction,
  {
    seen,
    asks = false,
    isChecked = false,
  }: Pick<ActionRoute, 'seen' | 'asks' | 'isChecked'>,
): { required: boolean; schema: JsonObject } {
  const takesArgs = !(args instanceof z.ZodUndefined);
  const required = [
    ...(isOptional(seen) ? [] : ['seen']),
    ...(isOptional(args) ? [] : ['args']),
    ...(asks ? ['reason'] : []),
  ];
  return {
    required: required.length > 0,
    schema: {
      type: 'object',
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
      properties: {
        seen: schemaOf(seen),
        ...(takesArgs ? { args: schemaOf(args) } : {}),
        ...(asks ? { reason: { type: 'string' } } : {}),
        ...(approval && !asks ? { approvalId: APPROVAL_ID } : {}),
        ...(risk.typedIn && !asks ? { confirm: CONFIRM } : {}),
        ...(isChecked && !asks ? { override: OVERRIDE } : {}),
      },
    },
  };
}
