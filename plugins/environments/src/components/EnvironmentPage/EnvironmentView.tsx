import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import {
  EnvironmentRow,
  KIND_WORDS,
  Operation,
} from '@slipway/plugin-environments-common';
import {
  ActivitySection,
  LiveAnnouncer,
  useFetched,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { stateChip } from '../../lib/words';
import { DriftSection } from './DriftSection';
import { EnvironmentHeader } from './EnvironmentHeader';
import { FactsSection } from './FactsSection';
import { HistorySection } from './HistorySection';
import { LockNote } from './LockNote';
import { PlanSection } from './PlanSection';
import { ProgressSection } from './ProgressSection';
import { ServicesSection } from './ServicesSection';
import { WhatNow } from './WhatNow';

/** Which operation the address asks for; the latest unless it does. */
function useShownOperation(
  { name, operation: latest }: EnvironmentRow,
  operations: readonly Operation[],
) {
  const api = useApi(environmentsApiRef);
  const [query, setQuery] = useSearchParams();
  const latestId = latest?.id;
  const wanted = query.get('operation') ?? latestId;
  const live = operations.find(({ id }) => id === wanted);
  // Older ones are no longer on the stream.
  const old = useFetched(
    wanted !== undefined && !live ? `${name} ${wanted}` : undefined,
    async () => (await api.getOperations(name)).find(({ id }) => id === wanted),
  );
  return {
    shown: live ?? old.value,
    /** Whether the address asks for one that there is not. */
    missing: !live && old.status === 'ready' && !old.value,
    isLatest: wanted === latestId,
    show: (id: string | undefined) =>
      setQuery(
        before => {
          const next = new URLSearchParams(before);
          if (id === undefined || id === latestId) next.delete('operation');
          else next.set('operation', id);
          return next;
        },
        { replace: false },
      ),
  };
}

/** One environment: its state and what to do, the plan, progress, services, facts, drift, history. */
export function EnvironmentView(props: {
  row: EnvironmentRow;
  operations: readonly Operation[];
  fresh: ReactNode;
}) {
  const { row, operations, fresh } = props;
  const { shown, missing, isLatest, show } = useShownOperation(row, operations);
  const latest = operations.find(({ id }) => id === row.operation?.id);
  return (
    <>
      <LiveAnnouncer
        message={`${row.name}: ${stateChip(row).label}. ${row.reason}`}
      />
      <EnvironmentHeader row={row} operation={latest} fresh={fresh} />
      <WhatNow row={row} operation={latest} />
      {latest?.lock && latest.state === 'lock-held' && (
        <LockNote row={row} operation={latest} lock={latest.lock} />
      )}
      {missing && (
        <Alert severity="info" sx={{ mb: 2 }}>
          The operation that the address asks for is not known.
        </Alert>
      )}
      {shown && !isLatest && (
        <Alert
          severity="info"
          sx={{ mb: 2 }}
          action={
            <Button size="small" onClick={() => show(undefined)}>
              Show the latest
            </Button>
          }
        >
          {`Below is an earlier operation: ${KIND_WORDS[shown.kind]}.`}
        </Alert>
      )}
      {shown?.plan && (
        <PlanSection
          key={`plan ${shown.id}`}
          name={row.name}
          operation={shown}
          plan={shown.plan}
        />
      )}
      {shown && <ProgressSection key={`steps ${shown.id}`} operation={shown} />}
      <ServicesSection row={row} />
      {row.drift && <DriftSection row={row} drift={row.drift} />}
      <FactsSection row={row} />
      <HistorySection row={row} shownId={shown?.id} onShow={show} />
      <ActivitySection
        target={{
          cluster: 'portal',
          namespace: 'environments',
          name: row.name,
        }}
        kind="Environment"
        noun="environment"
        entityRef={row.entityRef}
      />
    </>
  );
}
