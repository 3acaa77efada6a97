import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  PageFrame,
  SkeletonPage,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { useParams } from 'react-router-dom';
import { useEnvironment } from '../../hooks/useEnvironment';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { environmentsRouteRef } from '../../routes';
import { EnvironmentActions } from '../Actions/buttons';
import { NewEnvironment } from '../NewEnvironment';
import { EnvironmentView } from './EnvironmentView';

/** The page of one environment, `/environments/:name`. */
export function EnvironmentPage() {
  const { name = '' } = useParams();
  const list = useRouteRef(environmentsRouteRef)?.();
  const live = useEnvironment(name);
  const connection = useLiveConnection();
  return (
    <PageFrame above={[{ title: 'Environments', to: list }]} here={name}>
      <LiveGate
        reading={live}
        what="The environment"
        needs={SEE_ENVIRONMENTS}
        notLost="The environment stays, and what runs on it continues."
        skeleton={<SkeletonPage label="Loading the environment" lines={8} />}
      >
        {live.row ? (
          <EnvironmentActions row={live.row}>
            <EnvironmentView
              row={live.row}
              operations={live.operations}
              fresh={
                <FreshnessNote
                  freshness={live.freshness}
                  connection={connection}
                />
              }
            />
          </EnvironmentActions>
        ) : (
          <EmptyState
            title="There is no such environment"
            description="It may have been destroyed and its record deleted, or the address is not complete."
            action={<NewEnvironment variant="outlined" />}
          />
        )}
      </LiveGate>
    </PageFrame>
  );
}
