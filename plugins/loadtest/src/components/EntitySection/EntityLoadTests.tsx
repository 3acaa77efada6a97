import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  durationInWords,
  isActive,
  loadtestListTopic,
  PROFILE_WORDS,
  RunRow,
} from '@slipway/plugin-loadtest-common';
import {
  FactTable,
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  useFetched,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { loadtestApiRef } from '../../api/LoadtestApi';
import { ValidSuite } from '../../lib/launchChoice';
import { sortRuns } from '../../lib/listQuery';
import { SEE_RUNS } from '../../lib/needs';
import { PROFILE_LABELS } from '../../lib/words';
import { launchRouteRef, runRouteRef } from '../../routes';
import { RunStateChip, VerdictChip } from '../Chips';
import { SuiteState } from '../Launch/SuiteState';
import { Schedules } from '../Schedules/Schedules';
import { Trend } from '../Trend/Trend';

const SHOWN = 10;

/** Load tests on the page of a service: the profiles of its suite, and its last runs. */
export function EntityLoadTests() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const api = useApi(loadtestApiRef);
  const suite = useFetched(entityRef, () => api.getSuite(entityRef));
  return (
    <Section title="Load tests">
      <LiveGate
        reading={suite}
        what="The suite"
        needs={SEE_RUNS}
        onRetry={suite.reload}
        skeleton={
          <SkeletonTable rows={3} columns={3} label="Reading the suite" />
        }
      >
        {suite.value?.state === 'valid' && (
          <Profiles entityRef={entityRef} answer={suite.value} />
        )}
        {suite.value && suite.value.state !== 'valid' && (
          <SuiteState answer={suite.value} />
        )}
        <LastRuns entityRef={entityRef} />
        <Box component="h4" sx={{ fontSize: 15, mt: 2.5, mb: 1 }}>
          Schedules
        </Box>
        <Schedules entityRef={entityRef} />
      </LiveGate>
    </Section>
  );
}

function Profiles(props: { entityRef: string; answer: ValidSuite }) {
  const { entityRef, answer } = props;
  const base = useRouteRef(launchRouteRef)?.();
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        p: 0,
        m: 0,
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
      }}
    >
      {answer.suite.profiles.map(({ name, curve }) => (
        <Box
          component="li"
          key={name}
          sx={{
            display: 'grid',
            gap: 0.5,
            alignContent: 'start',
            border: 1,
            borderColor: 'divider',
            borderRadius: 1,
            p: 1.5,
          }}
        >
          <Box sx={{ fontWeight: 600 }}>{PROFILE_LABELS[name]}</Box>
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
            {PROFILE_WORDS[name]}
          </Box>
          <Box sx={{ fontSize: 13 }}>
            {`Up to ${curve.peakUsers} users for ${durationInWords(
              curve.durationSeconds,
            )}`}
          </Box>
          {base && (
            <Box>
              <Button
                component={Link}
                to={`${base}?entity=${encodeURIComponent(
                  entityRef,
                )}&profile=${name}`}
                size="small"
                variant="outlined"
                sx={{ textDecoration: 'none' }}
                aria-label={`Launch ${PROFILE_LABELS[name]}…`}
              >
                Launch…
              </Button>
            </Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

function LastRuns({ entityRef }: { entityRef: string }) {
  const live = useLiveTopic(loadtestListTopic, {});
  const runs = useMemo(
    () =>
      sortRuns(
        [...live.items.values()].filter(run => run.entityRef === entityRef),
        { column: 'started', descending: true },
      ).slice(0, SHOWN),
    [live.items, entityRef],
  );
  return (
    <LiveGate
      reading={live}
      what="The last runs"
      needs={SEE_RUNS}
      skeleton={<SkeletonTable rows={2} columns={5} label="Loading runs" />}
    >
      {runs.length === 0 ? (
        <Box sx={{ mt: 2, color: 'text.secondary' }}>
          No load test of this service has run yet.
        </Box>
      ) : (
        <>
          <RunsTable runs={runs} />
          <Box component="h4" sx={{ fontSize: 15, mt: 2.5, mb: 1 }}>
            Trend
          </Box>
          <Trend
            entityRef={entityRef}
            ended={runs.filter(run => !isActive(run)).length}
          />
        </>
      )}
    </LiveGate>
  );
}

function RunsTable({ runs }: { runs: readonly RunRow[] }) {
  const linkOf = useRouteRef(runRouteRef);
  return (
    <Box sx={{ mt: 2 }}>
      <FactTable
        label="Last runs"
        rows={runs}
        keyOf={({ id }) => id}
        columns={[
          {
            title: 'Run',
            cell: ({ id, profile }) => {
              const to = linkOf?.({ id });
              const label = PROFILE_LABELS[profile];
              return to ? <Link to={to}>{label}</Link> : label;
            },
          },
          { title: 'Where', cell: run => `${run.cluster}/${run.namespace}` },
          { title: 'State', cell: run => <RunStateChip run={run} /> },
          {
            title: 'Verdict',
            cell: ({ verdict }) => <VerdictChip verdict={verdict} />,
          },
          {
            title: 'Started',
            cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
          },
        ]}
      />
    </Box>
  );
}
