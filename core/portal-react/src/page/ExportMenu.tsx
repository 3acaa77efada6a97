import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useId, useState } from 'react';
import { failureMessage } from '../errors/failure';

/** A file that can be saved. */
export interface ExportFile {
  /** `Samples (CSV)`. */
  label: string;
  /** Name under which it is saved. */
  name: string;
  /** It was not kept: it is named, and cannot be chosen. */
  absent?: boolean;
  /** Its content; a rejection is shown in a toast. */
  load: () => Promise<Blob>;
}

/** Gives a file to the browser to be saved. */
function save(content: Blob, name: string) {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The button Export, with the files that can be saved. */
export function ExportMenu({ files }: { files: readonly ExportFile[] }) {
  const toasts = useApi(toastApiRef);
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [busy, setBusy] = useState(false);
  const fetchAndSave = async ({ load, name }: ExportFile) => {
    setAnchor(undefined);
    setBusy(true);
    try {
      save(await load(), name);
    } catch (error) {
      toasts.post({
        title: `The file was not saved. ${failureMessage(error)}`,
        status: 'danger',
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        variant="outlined"
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-controls={anchor ? id : undefined}
        disabled={busy}
        onClick={event => setAnchor(event.currentTarget)}
      >
        Export
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={anchor !== undefined}
        onClose={() => setAnchor(undefined)}
      >
        {files.map(file => (
          <MenuItem
            key={file.name}
            disabled={file.absent}
            onClick={() => fetchAndSave(file)}
          >
            {file.absent ? `${file.label}: not kept` : file.label}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
