import { ObjectRef } from '@slipway/plugin-clusters-common';

/** `cluster/namespace`; where it is narrow it breaks after the slash, not within a name. */
export function Place({
  value,
}: {
  value: Pick<ObjectRef, 'cluster' | 'namespace'>;
}) {
  return (
    <span>
      {value.cluster}/
      <wbr />
      {value.namespace}
    </span>
  );
}
