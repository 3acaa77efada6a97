import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { CheckAnswer, DesignSpec } from '@slipway/plugin-resilience-common';
import {
  ErrorState,
  Fetched,
  SkeletonCard,
} from '@slipway/plugin-portal-react';

/** What each part would touch if it were launched now, with what is refused and what should be known. */
export function TouchStep(props: {
  design: DesignSpec;
  check: Fetched<CheckAnswer>;
}) {
  const { design, check } = props;
  if (check.status === 'failed') {
    return (
      <ErrorState
        title="The design could not be checked"
        error={check.error}
        notLost="Nothing was launched. The design is as it was."
        onRetry={check.reload}
      />
    );
  }
  const { value } = check;
  if (!value) {
    return <SkeletonCard lines={4} label="Checking what it would touch" />;
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
      <Notes severity="error" notes={value.problems.map(one => one.message)} />
      <Notes severity="error" notes={value.refusals} />
      <Notes severity="warning" notes={value.warnings} />
      {value.parts.map(({ partId, check: { touches, equivalent } }) => (
        <Box key={partId} component="section">
          <Typography component="h4" variant="subtitle2">
            {design.parts.find(({ id }) => id === partId)?.title ?? partId}
          </Typography>
          {touches.length > 0 ? (
            <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
              {touches.map(line => (
                <li key={line}>{line}</li>
              ))}
            </Box>
          ) : (
            <Box sx={{ color: 'text.secondary' }}>
              What it touches is not known.
            </Box>
          )}
          {equivalent && (
            <details>
              <summary>The equivalent</summary>
              <Box
                component="pre"
                tabIndex={0}
                sx={{ m: 0, p: 1, overflow: 'auto', fontSize: 13 }}
              >
                {equivalent}
              </Box>
            </details>
          )}
        </Box>
      ))}
      {value.problems.length + value.refusals.length === 0 && (
        <Alert severity="success">It could be launched now.</Alert>
      )}
    </Box>
  );
}

function Notes(props: {
  severity: 'error' | 'warning';
  notes: readonly string[];
}) {
  const { severity, notes } = props;
  return (
    <>
      {[...new Set(notes)].map(note => (
        <Alert key={note} severity={severity}>
          {note}
        </Alert>
      ))}
    </>
  );
}
