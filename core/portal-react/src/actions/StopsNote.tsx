import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { ActionStop } from '@slipway/plugin-actions-common';
import { KnownStops } from './useStops';

/** Most items of one rule that are listed. */
const MOST_ITEMS = 10;

/** What rules of other features say of an action before it is sent. */
export function StopsNote({ stops }: { stops: KnownStops }) {
  const { found, failed, reload } = stops;
  if (failed) {
    return (
      <Alert severity="info" action={<Again onPress={reload} />}>
        Whether a rule stops this cannot be read. The server decides when it is
        sent.
      </Alert>
    );
  }
  return (
    <>
      {found && found.stops.length > 0 && (
        <Alert
          severity="error"
          data-testid="action-stopped"
          action={<Again onPress={reload} />}
        >
          <AlertTitle>Stopped</AlertTitle>
          {found.stops.map(stop => (
            <Stop key={stop.rule} stop={stop} />
          ))}
        </Alert>
      )}
      {found?.notes.map(note => (
        <Alert key={note} severity="warning">
          {note}
        </Alert>
      ))}
    </>
  );
}

function Again({ onPress }: { onPress: () => void }) {
  return (
    <Button size="small" color="inherit" onClick={onPress}>
      Check again
    </Button>
  );
}

function Stop({ stop: { reason, items } }: { stop: ActionStop }) {
  const more = items.length - MOST_ITEMS;
  return (
    <div>
      {reason}
      {items.length > 0 && (
        <Box
          component="ul"
          sx={{ m: 0, pl: 2.5, fontSize: 13, overflowWrap: 'anywhere' }}
        >
          {items.slice(0, MOST_ITEMS).map(({ key, text, link }) => (
            <li key={key}>
              {link ? (
                <Link href={link} target="_blank" rel="noopener noreferrer">
                  {text}
                </Link>
              ) : (
                text
              )}
            </li>
          ))}
          {more > 0 && <li>{`and ${more} more`}</li>}
        </Box>
      )}
    </div>
  );
}
