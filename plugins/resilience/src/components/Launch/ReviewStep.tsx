import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import {
  CheckAnswer,
  DesignSpec,
  launch,
  launchEffect,
  PlaceOption,
  RunPlace,
  saveDesign,
  sentence,
  expectationInWords,
} from '@slipway/plugin-resilience-common';
import { ActionButton, useFetched } from '@slipway/plugin-portal-react';
import { useState } from 'react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { readDesign, writeDesign } from '../../lib/designText';
import { placeFlow, PlaceFlowProvider } from './placeFlow';

interface ReviewProps {
  target: RunPlace;
  place: PlaceOption;
  design: DesignSpec;
  designId?: string;
  check?: CheckAnswer;
  onChange: (design: DesignSpec) => void;
}

/** The run in words and as YAML, both ways; saving the design, and the launch. */
export function ReviewStep(props: ReviewProps) {
  const { target, place, design, onChange } = props;
  const { thresholds } = design.hypothesis;
  return (
    <PlaceFlowProvider target={target} environment={place.environment}>
      <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
        <Typography>{launchEffect(design)}</Typography>
        <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
          {thresholds.map(threshold => (
            <li key={threshold.id}>
              {sentence(expectationInWords(threshold))}
            </li>
          ))}
        </Box>
        <DesignYaml design={design} onChange={onChange} />
        <Buttons {...props} />
      </Box>
    </PlaceFlowProvider>
  );
}

/** The design as YAML. What can be read is taken over at once; what cannot says where it stops. */
function DesignYaml(props: Pick<ReviewProps, 'design' | 'onChange'>) {
  const { design, onChange } = props;
  const [typed, setTyped] = useState<string>();
  const text = typed ?? writeDesign(design);
  const read = typed === undefined ? undefined : readDesign(typed);
  const error = read && 'error' in read ? read.error : undefined;
  return (
    <TextField
      label="YAML of the design"
      multiline
      minRows={6}
      maxRows={20}
      fullWidth
      value={text}
      onChange={event => {
        setTyped(event.target.value);
        const next = readDesign(event.target.value);
        if ('design' in next) onChange(next.design);
      }}
      onBlur={() => error === undefined && setTyped(undefined)}
      error={error !== undefined}
      helperText={
        error ? `${error} Until then the design is as it was before.` : ' '
      }
      inputProps={{ spellCheck: false }}
      InputProps={{ sx: { fontFamily: 'monospace', fontSize: 13 } }}
    />
  );
}

function Buttons({ target, place, design, designId, check }: ReviewProps) {
  const api = useApi(resilienceApiRef);
  const subject = { place };
  const [name, setName] = useState(design.title);
  const access = useFetched(JSON.stringify(target), () =>
    api.getPlaceAccess(target),
  );
  const { button } = placeFlow.useActionButtons(subject, access);
  const form = { design, check, ...(designId ? { designId } : {}) };
  const missing = launch.missing?.(form);
  const { state, ...look } = button(launch, form);
  const save = { design, name };
  const { state: saveState, ...saveLook } = button(saveDesign, save);
  const unsaved = saveDesign.missing?.(save);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <ActionButton
          {...look}
          state={
            state.enabled && missing !== undefined
              ? { enabled: false, reason: missing }
              : state
          }
          variant="contained"
          color="error"
        />
        <TextField
          size="small"
          label="Name of the saved design"
          value={name}
          onChange={event => setName(event.target.value)}
          inputProps={{ maxLength: 100 }}
        />
        <ActionButton
          {...saveLook}
          state={
            saveState.enabled && unsaved !== undefined
              ? { enabled: false, reason: unsaved }
              : saveState
          }
          variant="outlined"
        />
      </Box>
      {state.enabled && missing !== undefined && (
        <Alert severity="info" sx={{ py: 0 }}>
          {missing}
        </Alert>
      )}
    </>
  );
}
