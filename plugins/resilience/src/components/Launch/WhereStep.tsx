import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { PlaceOption } from '@slipway/plugin-resilience-common';
import { RelativeTime } from '@slipway/plugin-portal-react';
import { entityName } from '../../lib/words';

/** `gke-prod/ecommerce` */
export const placeKey = ({
  cluster,
  namespace,
}: Pick<PlaceOption, 'cluster' | 'namespace'>) => `${cluster}/${namespace}`;

/** Where the run takes place, and whose metrics are judged. */
export function WhereStep(props: {
  places: readonly PlaceOption[];
  chosen?: PlaceOption;
  workload?: string;
  onChoose: (place: PlaceOption) => void;
  onWorkload: (workload: string) => void;
}) {
  const { places, chosen, workload, onChoose, onWorkload } = props;
  if (places.length === 0) {
    return (
      <Alert severity="info">
        The service has no workload in a connected cluster, so there is nothing
        to test.
      </Alert>
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <FormControl>
        <FormLabel id="joint-run-place">Cluster and namespace</FormLabel>
        <RadioGroup
          aria-labelledby="joint-run-place"
          value={chosen ? placeKey(chosen) : ''}
          onChange={(_, value) => {
            const place = places.find(one => placeKey(one) === value);
            if (place) onChoose(place);
          }}
        >
          {places.map(place => (
            <FormControlLabel
              key={placeKey(place)}
              value={placeKey(place)}
              control={<Radio size="small" />}
              label={
                <>
                  {`${placeKey(place)} (${place.environment})`}
                  <PlaceNote place={place} />
                </>
              }
            />
          ))}
        </RadioGroup>
      </FormControl>
      {chosen && chosen.workloads.length > 1 && (
        <TextField
          select
          size="small"
          label="Workload whose metrics are judged"
          value={workload ?? ''}
          onChange={event => onWorkload(event.target.value)}
          sx={{ maxWidth: 420 }}
        >
          {chosen.workloads.map(name => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    </Box>
  );
}

/** Why no run can be made there now. */
function PlaceNote({ place }: { place: PlaceOption }) {
  const { refused, running } = place;
  if (!refused && !running) return null;
  return (
    <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
      {refused ?? (
        <>
          {`${entityName(running?.startedBy ?? '')} has the joint run “${
            running?.title ?? ''
          }” here since `}
          <RelativeTime at={running?.since} />
        </>
      )}
    </Box>
  );
}
