import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import {
  imageTag,
  PreviewArgs,
  RolloutActionName,
} from '@slipway/plugin-rollouts-common';
import { ActionIntent } from './ActionIntent';

interface FieldsProps {
  intent: ActionIntent;
  args: PreviewArgs;
  onChange: (args: PreviewArgs) => void;
}

/** What is still to be filled in before an action can be sent. */
export function missingArgs(
  action: RolloutActionName,
  args: PreviewArgs,
): string | undefined {
  if (action === 'set-image') {
    if (!args.images?.length) return 'Change at least one image.';
    if (args.images.some(one => one.image.trim() === '')) {
      return 'An image cannot be empty.';
    }
  }
  if (action === 'undo' && args.toRevision === undefined) {
    return 'Choose a revision.';
  }
  return undefined;
}

/** Fields for the arguments of an action; nothing for actions that take none. */
export function ArgsFields(props: FieldsProps) {
  switch (props.intent.action) {
    case 'set-image':
      return <ImageFields {...props} />;
    case 'undo':
      return <RevisionField {...props} />;
    default:
      return null;
  }
}

function ImageFields({ intent, args, onChange }: FieldsProps) {
  const images = args.images ?? [];
  const set = (container: string, now: string, image: string) => {
    const others = images.filter(one => one.container !== container);
    // Only what differs is sent.
    onChange({
      images: image === now ? others : [...others, { container, image }],
    });
  };
  return (
    <>
      {intent.detail.core.containers.map(({ name, init, image }) => (
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
}

function RevisionField({ intent, args, onChange }: FieldsProps) {
  const { core, revisions } = intent.detail;
  const others = revisions.filter(
    revision => revision.podTemplateHash !== core.currentPodHash,
  );
  return (
    <TextField
      select
      label="Revision"
      value={args.toRevision ?? ''}
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
}
