import OpenInNewIcon from '@mui/icons-material/OpenInNew';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import {
  KibanaSource,
  LogFilter,
  ObservedPlace,
  ResolvedRange,
} from '@slipway/plugin-observability-common';
import { EmptyState, useTicking } from '@slipway/plugin-portal-react';
import { useMemo, useState } from 'react';
import {
  followedRange,
  linesInKibana,
  readLevel,
  readSide,
} from '../../lib/lines';
import { useTabQuery } from '../Tab/useTabQuery';
import { FollowedLines } from './FollowedLines';
import { LogFilters } from './LogFilters';
import { ReadLines } from './ReadLines';

const MINUTE_MS = 60_000;
const endOfMinute = (now: number) => Math.ceil(now / MINUTE_MS) * MINUTE_MS;

/** Log lines of a place, by filters. Words that are searched for are not put into the address: they may be a secret. */
export function LogLines(props: {
  entityRef: string;
  place: ObservedPlace;
  range: Pick<ResolvedRange, 'start' | 'end'>;
  kibana?: KibanaSource;
}) {
  const { entityRef, place, kibana } = props;
  const { start, end } = props.range;
  const query = useTabQuery();
  const side = readSide(query.logSide, place);
  const level = readLevel(query.logLevel);
  const [text, setText] = useState('');
  const [following, setFollowing] = useState(false);
  const minuteEnd = useTicking(endOfMinute);
  const filter = useMemo<LogFilter>(
    () => ({ side, ...(level ? { level } : {}), ...(text ? { text } : {}) }),
    [side, level, text],
  );
  const range = useMemo(
    () => ({ from: start * 1000, to: end * 1000 }),
    [start, end],
  );
  if (!place.logs) {
    return (
      <EmptyState
        title="No log store is configured"
        description={
          <>
            For cluster {place.cluster} it is set as{' '}
            <code>slipway.clusters.{place.cluster}.logs</code>.
          </>
        }
      />
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
      <LogFilters
        place={place}
        filter={filter}
        following={following}
        onSide={query.setLogSide}
        onLevel={query.setLogLevel}
        onText={setText}
        onFollowing={setFollowing}
      />
      <Typography variant="body2" color="text.secondary">
        Passwords, tokens, keys, cookies, card numbers and e-mail addresses are
        masked as •••. What a service writes in a form of its own may not be.
        Each reading is in the audit log.
        {kibana && (
          <>
            {' '}
            <Link
              href={linesInKibana(
                kibana,
                place,
                filter,
                following ? followedRange(minuteEnd) : range,
              )}
              target="_blank"
              rel="noopener noreferrer"
            >
              The same lines in Kibana
              <OpenInNewIcon
                aria-hidden
                sx={{ fontSize: 14, ml: 0.5, verticalAlign: 'text-bottom' }}
              />
            </Link>
          </>
        )}
      </Typography>
      {following ? (
        <FollowedLines
          key={JSON.stringify(filter)}
          entityRef={entityRef}
          place={place}
          filter={filter}
        />
      ) : (
        <ReadLines
          entityRef={entityRef}
          place={place}
          filter={filter}
          range={range}
        />
      )}
    </Box>
  );
}
