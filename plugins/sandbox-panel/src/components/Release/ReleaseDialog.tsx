import {
  ConfirmDialog,
  failureOf,
  mayHaveBeenDone,
} from '@slipway/plugin-portal-react';
import {
  RELEASE_QUALITIES,
  ReleaseQuality,
  ReleaseWish,
} from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useId, useState } from 'react';
import { useStory } from '../../hooks/useStory';
import {
  outlookWords,
  QUALITY_LABELS,
  QUALITY_WORDS,
  startObstacle,
} from '../../lib/words';
import { ReleasePlace } from './ReleaseFlow';

/** Asks which release of a service to start, and says what each will do. */
export function ReleaseDialog(props: {
  place: ReleasePlace;
  onSend: (wish: ReleaseWish) => Promise<unknown>;
  onClose: () => void;
}) {
  const { place, onSend, onClose } = props;
  const { cluster, namespace, service } = place;
  const { story } = useStory();
  const [quality, setQuality] = useState<ReleaseQuality>('good');
  const labelId = useId();
  const now = story?.clusters
    .find(({ name }) => name === cluster)
    ?.services.find(
      one => one.namespace === namespace && one.service === service,
    );
  const outlooks = story?.outlooks[service];
  return (
    <ConfirmDialog
      open
      title={`Start a release of ${service}`}
      target={{ cluster, namespace, name: service, kind: 'Service' }}
      effect={`Sets the image of the rollout${
        now ? ` from ${now.tag}` : ''
      } to a new version, as a pipeline would.`}
      confirmLabel="Start release"
      blocked={
        now
          ? startObstacle(now)
          : `${cluster}/${namespace}/${service} is no longer there.`
      }
      onClose={onClose}
      onConfirm={async () => {
        try {
          await onSend({ ...place, quality });
        } catch (error) {
          const failure = failureOf(error);
          throw new Error(
            mayHaveBeenDone(failure)
              ? failure.message
              : `No release was started. ${failure.message}`,
          );
        }
      }}
    >
      <Box>
        <FormLabel id={labelId}>Which release</FormLabel>
        <RadioGroup
          aria-labelledby={labelId}
          value={quality}
          onChange={(_event, value) =>
            setQuality(RELEASE_QUALITIES.find(one => one === value) ?? quality)
          }
          sx={{ gap: 1, mt: 0.5 }}
        >
          {RELEASE_QUALITIES.map(one => (
            <FormControlLabel
              key={one}
              value={one}
              control={<Radio sx={{ py: 0 }} />}
              sx={{ alignItems: 'flex-start', mr: 0 }}
              label={
                <>
                  <Box component="span" sx={{ fontWeight: 600 }}>
                    {QUALITY_LABELS[one]}
                  </Box>
                  <Box
                    component="span"
                    sx={{
                      display: 'block',
                      fontSize: 13,
                      color: 'text.secondary',
                    }}
                  >
                    {QUALITY_WORDS[one]}{' '}
                    {outlooks && outlookWords(outlooks[one])}
                  </Box>
                </>
              }
            />
          ))}
        </RadioGroup>
      </Box>
    </ConfirmDialog>
  );
}
