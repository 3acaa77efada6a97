import { useApi } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import {
  countsInWords,
  EnvironmentRow,
  KIND_WORDS,
  Operation,
} from '@slipway/plugin-environments-common';
import {
  FactTable,
  formatSpan,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useEffect, useRef } from 'react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { refName } from '../../lib/listQuery';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { OperationStateChip } from '../Chips';

const planWords = ({ plan, reason }: Operation) =>
  plan ? countsInWords(plan.counts) : reason ?? 'unknown';

const byWords = ({ startedBy, appliedBy }: Operation) =>
  appliedBy && appliedBy !== startedBy
    ? `${refName(startedBy)}, applied by ${refName(appliedBy)}`
    : refName(startedBy);

const tookWords = ({ createdAt, endedAt }: Operation) =>
  endedAt
    ? formatSpan(Date.parse(endedAt) - Date.parse(createdAt))
    : 'under way';

/** All operations of an environment, latest first. */
export function HistorySection(props: {
  row: EnvironmentRow;
  /** The operation whose plan and steps are shown. */
  shownId: string | undefined;
  onShow: (id: string) => void;
}) {
  const { row, shownId, onShow } = props;
  const api = useApi(environmentsApiRef);
  const history = useFetched(row.name, () => api.getOperations(row.name));
  const { reload } = history;
  // What was read is out of date as soon as an operation, or a check, moves on.
  const version = `${row.operation?.id} ${row.operation?.state} ${row.drift?.operationId}`;
  const read = useRef(version);
  useEffect(() => {
    if (read.current === version) return;
    read.current = version;
    reload();
  }, [version, reload]);
  return (
    <Section title="Operations" count={history.value?.length}>
      <LiveGate
        reading={history}
        what="The operations"
        needs={SEE_ENVIRONMENTS}
        onRetry={history.reload}
        skeleton={
          <SkeletonTable rows={3} columns={5} label="Loading operations" />
        }
      >
        {history.value && (
          <FactTable
            label="Operations"
            rows={history.value}
            keyOf={({ id }) => id}
            columns={[
              {
                title: 'Operation',
                cell: ({ id, kind }) => (
                  <Button
                    size="small"
                    aria-pressed={id === shownId}
                    onClick={() => onShow(id)}
                    sx={{ fontWeight: id === shownId ? 700 : 400 }}
                  >
                    {KIND_WORDS[kind]}
                  </Button>
                ),
              },
              {
                title: 'State',
                cell: one => <OperationStateChip operation={one} />,
              },
              { title: 'Plan', cell: planWords, minWidth: 140 },
              { title: 'By', cell: byWords },
              {
                title: 'Started',
                cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
              },
              { title: 'Took', cell: tookWords, figure: true },
            ]}
          />
        )}
      </LiveGate>
    </Section>
  );
}
