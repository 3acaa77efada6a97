import { createHash } from 'node:crypto';
import { Definition } from '@slipway/plugin-environments-common';

/** SHA-256 in hexadecimal. */
export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** Of what an environment is asked to be: everything that a plan is made from. */
export function inputsHashOf(definition: Definition): string {
  const { name, cloud, size, tier, owner, services, expiresAt } = definition;
  const sorted = Object.entries(services)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, { version, replicas }]) => [service, version, replicas]);
  return sha256(
    JSON.stringify([
      name,
      cloud,
      size,
      tier,
      owner,
      sorted,
      expiresAt,
      definition.protected,
    ]),
  );
}

/** What is approved: the plan file, what Helm would change, the inputs and the environment. */
export function planHashOf(parts: {
  plan: Buffer;
  diff: string;
  inputsHash: string;
  environment: string;
}): string {
  return sha256(
    JSON.stringify([
      sha256(parts.plan),
      sha256(parts.diff),
      parts.inputsHash,
      parts.environment,
    ]),
  );
}
