import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { SuiteAnswer } from '@slipway/plugin-loadtest-common';
import { EmptyState } from '@slipway/plugin-portal-react';

/** Why nothing can be launched: no suite, one that cannot be read, or one with errors. */
export function SuiteState(props: {
  answer: Exclude<SuiteAnswer, { state: 'valid' }>;
}) {
  const { answer } = props;
  if (answer.state === 'absent') {
    return (
      <EmptyState
        title="This service has no load test suite"
        description={answer.reason}
      />
    );
  }
  if (answer.state === 'unreadable') {
    return (
      <Alert severity="warning">
        <AlertTitle>The suite cannot be read</AlertTitle>
        {answer.reason}
      </Alert>
    );
  }
  return (
    <Alert severity="error">
      <AlertTitle>The suite has errors; nothing can be launched</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {answer.errors.map(({ line, column, path, message }) => (
          <li key={`${line}:${column} ${path}`}>
            {`Line ${line}, column ${column}: ${path} ${message}`}
          </li>
        ))}
      </Box>
    </Alert>
  );
}
