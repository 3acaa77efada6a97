import TextField from '@mui/material/TextField';
import { FaultDraft } from '@slipway/plugin-chaos-common';
import { useState } from 'react';
import { readDraft, writeDraft } from '../../lib/draftText';

/** The draft as YAML. What can be read is taken over at once; what cannot says where it stops. */
export function YamlEditor(props: {
  draft: FaultDraft;
  onChange: (draft: FaultDraft) => void;
}) {
  const { draft, onChange } = props;
  const [text, setText] = useState(() => writeDraft(draft));
  const read = readDraft(text);
  const error = 'error' in read ? read.error : undefined;
  return (
    <TextField
      label="YAML of the fault"
      multiline
      minRows={12}
      fullWidth
      value={text}
      onChange={event => {
        setText(event.target.value);
        const next = readDraft(event.target.value);
        if ('draft' in next) onChange(next.draft);
      }}
      error={error !== undefined}
      helperText={
        error
          ? `${error} Until then the fault is as it was before.`
          : 'Kind, metadata.name and spec count; labels are set by the portal.'
      }
      inputProps={{ spellCheck: false }}
      InputProps={{ sx: { fontFamily: 'monospace', fontSize: 13 } }}
    />
  );
}
