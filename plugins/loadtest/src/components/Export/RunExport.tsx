import { useApi } from '@backstage/frontend-plugin-api';
import { RunDetail } from '@slipway/plugin-loadtest-common';
import { ExportMenu } from '@slipway/plugin-portal-react';
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

/** What of a run can be saved. */
export function RunExport({ run }: { run: RunDetail }) {
  const api = useApi(loadtestApiRef);
  return (
    <ExportMenu
      files={FILES.map(({ file, label, nameOf }) => ({
        label,
        name: nameOf(run.id),
        absent: file === 'report' && !run.hasReport,
        load: () => api.getFile(run.id, file),
      }))}
    />
  );
}
