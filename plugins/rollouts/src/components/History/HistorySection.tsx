import {
  ActionButton,
  RelativeTime,
  Section,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import {
  imageTag,
  RevisionView,
  rolloutActions,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { compareFrom } from '../../lib/history';
import { RolloutButtons } from '../Actions/RolloutActions';
import { RevisionDiffPanel } from './RevisionDiffPanel';

const AT_FIRST = 5;

/** Revisions newest first, each with what it changed and the way back to it. The open diff is in the URL. */
export function HistorySection(props: {
  detail: RolloutDetail;
  buttons: RolloutButtons;
}) {
  const { detail, buttons } = props;
  const { core, revisions } = detail;
  const [all, setAll] = useState(false);
  const [query, setQuery] = useSearchParams();
  const opened = query.get('diff');
  const toggle = (text: string) =>
    setQuery(
      old => {
        const next = new URLSearchParams(old);
        if (opened === text) next.delete('diff');
        else next.set('diff', text);
        return next;
      },
      { replace: true },
    );
  const shown = all ? revisions : revisions.slice(0, AT_FIRST);

  return (
    <Section title="History" count={revisions.length}>
      {revisions.length === 0 && (
        <Typography color="text.secondary">
          No ReplicaSet exists yet, so there is no revision.
        </Typography>
      )}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map(revision => {
          const from = compareFrom(revision, revisions, core);
          const diff = from && `${from.revision}..${revision.revision}`;
          const current = revision.podTemplateHash === core.currentPodHash;
          return (
            <Box
              component="li"
              key={revision.uid}
              data-testid={`revision-${revision.revision}`}
              sx={{ py: 0.75, borderBottom: 1, borderColor: 'divider' }}
            >
              <Box
                sx={{
                  display: 'flex',
                  flexWrap: 'wrap',
                  gap: 1.5,
                  alignItems: 'center',
                }}
              >
                <RevisionWords revision={revision} />
                {diff && (
                  <Button
                    size="small"
                    aria-expanded={opened === diff}
                    aria-label={`Diff of revision ${from.revision} and ${revision.revision}`}
                    onClick={() => toggle(diff)}
                  >
                    {`Diff with ${from.revision}`}
                  </Button>
                )}
                {!current && (
                  <ActionButton
                    {...buttons.button(rolloutActions.undo, {
                      toRevision: revision.revision,
                    })}
                    // Its dialog shows the progress.
                    busy={false}
                    label={`Undo to revision ${revision.revision}`}
                    size="small"
                    variant="outlined"
                  />
                )}
              </Box>
              {diff && opened === diff && (
                <RevisionDiffPanel
                  target={core.ref}
                  from={from.revision}
                  to={revision.revision}
                />
              )}
            </Box>
          );
        })}
      </Box>
      {shown.length < revisions.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${revisions.length - shown.length} more`}
        </Button>
      )}
    </Section>
  );
}

function RevisionWords({ revision }: { revision: RevisionView }) {
  const images = revision.containers
    .filter(container => !container.init)
    .map(container => imageTag(container.image))
    .join(', ');
  return (
    <Box
      sx={{
        flex: '1 1 260px',
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        alignItems: 'baseline',
      }}
    >
      <b>{`rev ${revision.revision}`}</b>
      <span>{images}</span>
      {revision.tags.length > 0 && (
        <Box component="span" sx={{ fontSize: 13 }}>
          {revision.tags.join(', ')}
        </Box>
      )}
      <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
        created <RelativeTime at={revision.createdAt} />
      </Box>
    </Box>
  );
}
