import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { ClusterKinds, LaunchKind } from '@slipway/plugin-chaos-common';
import { useEffect, useState } from 'react';

const HELP = "Of the service's pods. The fault is created there.";

/** In which cluster and namespace. What cannot be launched there says why. */
export function PlaceStep(props: {
  clusters: ClusterKinds[];
  kind?: LaunchKind;
  cluster?: string;
  namespace: string;
  onChange: (place: { cluster?: string; namespace?: string }) => void;
}) {
  const { clusters, kind, cluster, namespace, onChange } = props;
  const [typed, setTyped] = useState(namespace);
  useEffect(() => setTyped(namespace), [namespace]);
  const chosen = clusters.find(one => one.cluster === cluster);
  const trouble = chosen && troubleOf(chosen, kind);
  // Of a link, or of the cluster that was chosen before.
  const absent =
    namespace !== '' && chosen?.namespaces?.includes(namespace) === false;
  if (clusters.length === 0) {
    return <Alert severity="info">No cluster is connected.</Alert>;
  }
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 480 }}>
      <TextField
        select
        size="small"
        label="Cluster"
        value={cluster ?? ''}
        onChange={event => onChange({ cluster: event.target.value })}
      >
        {clusters.map(one => {
          const why = troubleOf(one, kind);
          const name = one.title ?? one.cluster;
          const label = `${name} (${one.environment.environment})`;
          return (
            <MenuItem key={one.cluster} value={one.cluster}>
              {why ? `${label}: ${why}` : label}
            </MenuItem>
          );
        })}
      </TextField>
      {chosen?.namespaces && chosen.namespaces.length > 0 ? (
        <Autocomplete
          size="small"
          options={chosen.namespaces}
          value={absent || namespace === '' ? null : namespace}
          onChange={(_, name) => onChange({ namespace: name ?? '' })}
          renderInput={params => (
            <TextField
              {...params}
              label="Namespace"
              error={absent}
              helperText={
                absent ? `This cluster has no namespace ${namespace}.` : HELP
              }
            />
          )}
        />
      ) : (
        <TextField
          size="small"
          label="Namespace"
          value={typed}
          onChange={event => {
            setTyped(event.target.value);
            onChange({ namespace: event.target.value.trim() });
          }}
          helperText={
            chosen
              ? `${HELP} The namespaces of the cluster cannot be read.`
              : HELP
          }
          autoComplete="off"
          inputProps={{ spellCheck: false }}
        />
      )}
      {trouble && <Alert severity="warning">{trouble}</Alert>}
    </Box>
  );
}

/** Why a kind cannot be launched in a cluster, as far as that is known before. */
function troubleOf(
  { allowActions, kinds, freshness }: ClusterKinds,
  kind: LaunchKind | undefined,
): string | undefined {
  if (!allowActions) return 'this cluster is read-only by configuration';
  const found = kinds.find(one => one.kind === kind);
  if (found?.state === 'not-installed') {
    return found.reason ?? `${found.kind} is not installed`;
  }
  if (freshness !== 'live') return 'the cluster cannot be read now';
  return undefined;
}
