import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Registration,
  RegistrationComparison,
  WorkloadRegistration,
} from '@slipway/plugin-observability-common';
import {
  FactColumn,
  FactNote,
  FactTable,
  RelativeTime,
  StateChip,
} from '@slipway/plugin-portal-react';
import {
  comparisonSentence,
  REGISTRATION_WORDS,
  verdictWords,
} from '../../lib/registrations';

const COLUMNS: ReadonlyArray<FactColumn<Registration>> = [
  {
    title: 'Pod or instance',
    minWidth: 180,
    cell: ({ name, revision }) => (
      <>
        {name}
        {revision && <FactNote>{`revision ${revision}`}</FactNote>}
      </>
    ),
  },
  {
    title: 'State',
    minWidth: 200,
    cell: ({ state }) => {
      const { meaning, ...chip } = REGISTRATION_WORDS[state];
      return (
        <>
          <StateChip {...chip} />
          <FactNote>{meaning}</FactNote>
        </>
      );
    },
  },
  { title: 'Eureka says', cell: ({ status }) => status ?? 'nothing' },
  {
    title: 'Address',
    cell: ({ ip, port }) =>
      ip ? `${ip}${port === undefined ? '' : `:${port}`}` : 'unknown',
  },
  { title: 'Since', cell: ({ since }) => <RelativeTime at={since} /> },
];

/** What a Eureka server has of a workload, beside its pods. */
export function EurekaPart(props: {
  eureka: NonNullable<WorkloadRegistration['eureka']>;
}) {
  const { app, comparison, unknown, strangers, graceSeconds } = props.eureka;
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
      <Typography component="h4" variant="subtitle2">
        {`In Eureka as ${app}`}
      </Typography>
      {comparison ? (
        <Comparison app={app} comparison={comparison} />
      ) : (
        <Box>
          <StateChip state="unknown" label="Unknown" />
          <Box sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>{unknown}</Box>
        </Box>
      )}
      <Typography variant="body2" color="text.secondary">
        {`What differs for less than ${graceSeconds} s is no drift yet: Eureka answers from a cache, and pods take a moment to register.`}
      </Typography>
      {strangers.length > 0 && (
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {`Registered at the same server, and no workload of the catalog: ${strangers.join(
            ', ',
          )}.`}
        </Typography>
      )}
    </Box>
  );
}

function Comparison(props: {
  app: string;
  comparison: RegistrationComparison;
}) {
  const { app, comparison } = props;
  const { registrations, selfPreservation, verdict } = comparison;
  return (
    <>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
        }}
      >
        <StateChip {...verdictWords(verdict)} />
        <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          {comparisonSentence(app, comparison)}
        </Box>
      </Box>
      {selfPreservation && (
        <Alert severity="warning" sx={{ py: 0 }}>
          {`${selfPreservation.expired} leases ran out and are still served: the server is probably in self-preservation, and evicts nobody.`}
        </Alert>
      )}
      {registrations.length > 0 && (
        <FactTable
          label="Registrations"
          rows={registrations}
          keyOf={({ name, state }) => `${state} ${name}`}
          columns={COLUMNS}
        />
      )}
    </>
  );
}
