import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { RunDetail } from '@slipway/plugin-loadtest-common';
import { failureMessage } from '@slipway/plugin-portal-react';
import { useId, useState } from 'react';
import { loadtestApiRef, RunFile } from '../../api/LoadtestApi';

const FILES: ReadonlyArray<{
  file: RunFile;
  label: string;
  nameOf: (id: string) => string;
}> = [
  {
    file: 'samples.csv',
    label: 'Samples (CSV)',
    nameOf: id => `load-${id}.csv`,
  },
  {
    file: 'endpoints.csv',
    label: 'Endpoints (CSV)',
    nameOf: id => `load-${id}-endpoints.csv`,
  },
  { file: 'json', label: 'Everything (JSON)', nameOf: id => `load-${id}.json` },
  {
    file: 'report',
    label: 'Locust’s own report (HTML)',
    nameOf: id => `load-${id}.html`,
  },
];

/** Gives a file to the browser to be saved. */
function save(content: Blob, name: string) {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** What of a run can be saved. */
export function ExportMenu({ run }: { run: RunDetail }) {
  const api = useApi(loadtestApiRef);
  const toasts = useApi(toastApiRef);
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [busy, setBusy] = useState(false);
  const fetchAndSave = async (file: RunFile, name: string) => {
    setAnchor(undefined);
    setBusy(true);
    try {
      save(await api.getFile(run.id, file), name);
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
        {FILES.map(({ file, label, nameOf }) => {
          const absent = file === 'report' && !run.hasReport;
          return (
            <MenuItem
              key={file}
              disabled={absent}
              onClick={() => fetchAndSave(file, nameOf(run.id))}
            >
              {absent ? `${label}: not kept` : label}
            </MenuItem>
          );
        })}
      </Menu>
    </>
  );
}
