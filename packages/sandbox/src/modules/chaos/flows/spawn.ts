import { JsonRecord, KubeObject } from '@slipway/kube-sim';
import { controllerReference, Kind } from '../../../loops/Objects';
import { fill } from '../webhook/fill';
import { refuse } from '../webhook/refuse';

/** What a controller says of a child that it makes. */
export interface Child {
  owner: KubeObject;
  labels: Record<string, string>;
  spec: JsonRecord;
  finalizers?: string[];
}

/**
 * Creates a child under a generated name, as over the API: with what webhooks
 * fill in, and refused where they refuse.
 *
 * @throws Error with the words of the webhook
 */
export function spawn<O extends KubeObject>(
  kind: Kind<O>,
  { owner, labels, spec, finalizers }: Child,
  prefix: string,
): O {
  const { namespace } = owner.metadata;
  const metadata = {
    generateName: `${prefix}-`,
    namespace,
    labels,
    ownerReferences: [controllerReference(owner)],
    ...(finalizers ? { finalizers } : {}),
  };
  const { apiVersion, kind: name } = kind;
  const whole = fill({
    apiVersion,
    kind: name,
    // The webhooks read the namespace only.
    metadata: { ...metadata, name: prefix, uid: '', resourceVersion: '' },
    spec,
  } as unknown as KubeObject);
  const refusal = refuse(whole);
  if (refusal) {
    throw new Error(
      `admission webhook "${refusal.webhook}" denied the request: ${refusal.message}`,
    );
  }
  return kind.create({ metadata, spec: whole.spec } as Parameters<
    Kind<O>['create']
  >[0]);
}
