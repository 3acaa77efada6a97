import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { ActionFields } from '@slipway/plugin-portal-react';
import { imageTag, RolloutTypes } from '@slipway/plugin-rollouts-common';

/** The image of each container; only what differs is sent. */
export const ImageFields: ActionFields<RolloutTypes> = props => {
  const { subject, draft, onChange } = props;
  const images = draft.images ?? [];
  const set = (container: string, now: string, image: string) => {
    const others = images.filter(one => one.container !== container);
    onChange({
      images: image === now ? others : [...others, { container, image }],
    });
  };
  return (
    <>
      {subject.core.containers.map(({ name, init, image }) => (
        <TextField
          key={name}
          label={`Image of ${init ? 'init ' : ''}container ${name}`}
          value={images.find(one => one.container === name)?.image ?? image}
          onChange={event => set(name, image, event.target.value)}
          fullWidth
          autoComplete="off"
          inputProps={{ spellCheck: false }}
        />
      ))}
    </>
  );
};

/** The revision to go back to. */
export const RevisionField: ActionFields<RolloutTypes> = props => {
  const { subject, draft, onChange } = props;
  const { core, revisions } = subject;
  const others = revisions.filter(
    revision => revision.podTemplateHash !== core.currentPodHash,
  );
  return (
    <TextField
      select
      label="Revision"
      value={draft.toRevision ?? ''}
      onChange={event => onChange({ toRevision: Number(event.target.value) })}
      fullWidth
    >
      {others.map(({ uid, revision, containers, tags }) => (
        <MenuItem key={uid} value={revision}>
          {`${revision}: ${containers
            .map(container => imageTag(container.image))
            .join(', ')}${tags.length > 0 ? ` (${tags.join(', ')})` : ''}`}
        </MenuItem>
      ))}
    </TextField>
  );
};
