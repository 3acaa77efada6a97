import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import {
  CheckAnswer,
  DesignProblem,
  DesignSpec,
  OptionsAnswer,
  PartDesign,
  secondsInWords,
} from '@slipway/plugin-resilience-common';
import { PartOffer } from '@slipway/plugin-work-common';
import {
  ErrorState,
  Fetched,
  SkeletonCard,
} from '@slipway/plugin-portal-react';
import {
  addPart,
  changeBaseline,
  changePart,
  problemAt,
  removePart,
} from '../../lib/draft';
import { designLanes } from '../../lib/lanes';
import { NumberField } from '../NumberField';
import { Timeline } from '../Timeline/Timeline';
import { PartForm } from './PartForm';

/** Tells offers of both kinds apart. */
const keyOf = ({ kind, id }: PartOffer) => `${kind} ${id}`;

/** The design: its parts on the one timeline, and their arguments. */
export function WhatStep(props: {
  design: DesignSpec;
  offers: Fetched<PartOffer[]>;
  missing: OptionsAnswer['missing'];
  problems: readonly DesignProblem[];
  check?: CheckAnswer;
  onChange: (design: DesignSpec) => void;
}) {
  const { design, offers, missing, problems, onChange } = props;
  const wrong = problemAt(problems, 'parts');
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
      <TextField
        size="small"
        label="Title"
        value={design.title}
        onChange={event => onChange({ ...design, title: event.target.value })}
        inputProps={{ maxLength: 200 }}
        helperText="What is tried, in a few words. Lists and the report show it."
        sx={{ maxWidth: 560 }}
      />
      <Paper variant="outlined" sx={{ p: 1.5 }}>
        <Timeline
          lanes={designLanes(design)}
          onMove={(id, startSeconds) =>
            onChange(changePart(design, id, { startSeconds }))
          }
        />
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          Move a part with the arrow keys, by dragging it, or by its field.
          Parts that overlap run in parallel.
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, mt: 1.5 }}>
          <NumberField
            label="Baseline"
            unit="s"
            value={design.baselineSeconds}
            problem={problemAt(problems, 'baselineSeconds')}
            onChange={seconds => onChange(changeBaseline(design, seconds))}
          />
          <NumberField
            label="Recovery"
            unit="s"
            value={design.recoverySeconds}
            problem={problemAt(problems, 'recoverySeconds')}
            onChange={recoverySeconds =>
              onChange({ ...design, recoverySeconds })
            }
          />
        </Box>
      </Paper>
      {missing.map(({ kind, reason }) => (
        <Alert key={kind} severity="info">
          {reason}
        </Alert>
      ))}
      {design.parts.map((part, index) => (
        <PartCard
          key={part.id}
          part={part}
          offers={offers.value ?? []}
          loading={offers.status === 'loading'}
          problem={problemAt(problems, `parts.${index}`)}
          onChange={change => onChange(changePart(design, part.id, change))}
          onRemove={() => onChange(removePart(design, part.id))}
        />
      ))}
      {wrong && design.parts.length === 0 && (
        <Alert severity="info">{wrong}</Alert>
      )}
      <AddPart
        offers={offers}
        onAdd={offer => onChange(addPart(design, offer))}
      />
    </Box>
  );
}

function PartCard(props: {
  part: PartDesign;
  offers: readonly PartOffer[];
  loading: boolean;
  problem?: string;
  onChange: (change: Partial<PartDesign>) => void;
  onRemove: () => void;
}) {
  const { part, offers, loading, problem, onChange, onRemove } = props;
  const offer = offers.find(
    ({ kind, id }) => kind === part.kind && id === part.offer,
  );
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={`Part ${part.title}`}
      sx={{ p: 1.5, display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <TextField
          size="small"
          label={part.kind === 'load' ? 'Load' : 'Fault'}
          value={part.title}
          onChange={event => onChange({ title: event.target.value })}
          inputProps={{ maxLength: 200 }}
        />
        <NumberField
          label="Starts after"
          unit="s"
          value={part.startSeconds}
          problem={problem}
          onChange={startSeconds => onChange({ startSeconds })}
        />
        <Box sx={{ alignSelf: 'center', fontSize: 14 }}>
          {part.durationSeconds > 0
            ? `runs for ${secondsInWords(part.durationSeconds)}`
            : 'happens at once'}
        </Box>
        <Button color="inherit" onClick={onRemove}>
          {`Remove ${part.title}`}
        </Button>
      </Box>
      {loading ? (
        <SkeletonCard lines={3} label="Reading what is offered" />
      ) : (
        <PartForm
          part={part}
          offer={offer}
          onChange={args => onChange({ args })}
        />
      )}
    </Paper>
  );
}

function AddPart(props: {
  offers: Fetched<PartOffer[]>;
  onAdd: (offer: PartOffer) => void;
}) {
  const { offers, onAdd } = props;
  if (offers.status === 'failed') {
    return (
      <ErrorState
        title="What can be a part could not be read"
        error={offers.error}
        notLost="The design is as it was."
        onRetry={offers.reload}
      />
    );
  }
  const all = offers.value ?? [];
  return (
    <TextField
      select
      size="small"
      label="Add a load or a fault"
      value=""
      disabled={all.length === 0}
      onChange={event => {
        const offer = all.find(one => keyOf(one) === event.target.value);
        if (offer) onAdd(offer);
      }}
      sx={{ maxWidth: 420 }}
    >
      {all.map(offer => (
        <MenuItem
          key={keyOf(offer)}
          value={keyOf(offer)}
          disabled={offer.unavailable !== undefined}
        >
          {`${offer.kind === 'load' ? 'Load' : 'Fault'}: ${offer.title}${
            offer.unavailable ? ` (${offer.unavailable})` : ''
          }`}
        </MenuItem>
      ))}
    </TextField>
  );
}
