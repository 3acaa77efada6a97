import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  chaosFaultTopic,
  FaultDetail,
  FaultRef,
  isLaunchKind,
} from '@slipway/plugin-chaos-common';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  PageFrame,
  SkeletonPage,
  useAddressedTopic,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { useEffect, useMemo, useState } from 'react';
import { useParams } from 'react-router-dom';
import { detailOf } from '../../lib/detail';
import { SEE_FAULTS } from '../../lib/needs';
import { faultsRouteRef } from '../../routes';
import { FaultFlowProvider, faultParams } from '../Actions/faultFlow';
import { FaultView } from './FaultView';

/** The page of one fault, `/resilience/faults/:cluster/:namespace/:kind/:name`. */
export function FaultPage() {
  const { cluster = '', namespace = '', kind, name = '' } = useParams();
  const list = useRouteRef(faultsRouteRef)?.();
  return (
    <PageFrame above={[{ title: 'Faults', to: list }]} here={name}>
      {isLaunchKind(kind) ? (
        <LiveFault
          key={`${cluster}/${namespace}/${kind}/${name}`}
          of={{ cluster, namespace, kind, name }}
        />
      ) : (
        <EmptyState title="There is no such kind of fault" />
      )}
    </PageFrame>
  );
}

function LiveFault({ of }: { of: FaultRef }) {
  const live = useAddressedTopic(chaosFaultTopic, faultParams(of));
  const connection = useLiveConnection();
  const current = useMemo(() => detailOf(live.items), [live.items]);
  // What was seen last stays when the object is gone: that is how most faults end.
  const [last, setLast] = useState<FaultDetail>();
  useEffect(() => {
    if (current) setLast(current);
  }, [current]);
  const detail = current ?? last;
  return (
    <LiveGate
      reading={live}
      what="The fault"
      needs={SEE_FAULTS}
      notLost="The fault ends by itself whether it is shown or not."
      skeleton={<SkeletonPage label="Loading the fault" />}
    >
      {detail ? (
        <FaultFlowProvider>
          <FaultView
            detail={detail}
            gone={current ? undefined : 'The fault does not exist any more.'}
            fresh={
              <FreshnessNote
                freshness={live.freshness}
                connection={connection}
              />
            }
          />
        </FaultFlowProvider>
      ) : (
        <EmptyState
          title="There is no such fault"
          description={`No ${of.kind} ${of.name} exists in ${of.cluster}/${of.namespace}. It may have been stopped, or the cluster cannot be read. What was done to it is kept in the activity of its service.`}
        />
      )}
    </LiveGate>
  );
}
