import { useApi } from '@backstage/frontend-plugin-api';
import { ExportMenu } from '@slipway/plugin-portal-react';
import { resilienceApiRef, RunFile } from '../../api/ResilienceApi';

const FILES: ReadonlyArray<{ file: RunFile; label: string; ending: string }> = [
  { file: 'samples.csv', label: 'Samples (CSV)', ending: 'csv' },
  { file: 'samples.json', label: 'Everything (JSON)', ending: 'json' },
];

/** What of a run can be saved. */
export function RunExport({ id }: { id: string }) {
  const api = useApi(resilienceApiRef);
  return (
    <ExportMenu
      files={FILES.map(({ file, label, ending }) => ({
        label,
        name: `joint-run-${id}.${ending}`,
        load: () => api.getFile(id, file),
      }))}
    />
  );
}
