import { useApi } from '@backstage/frontend-plugin-api';
import { RunDetail } from '@slipway/plugin-resilience-common';
import { ExportMenu } from '@slipway/plugin-portal-react';
import { resilienceApiRef, RunFile } from '../../api/ResilienceApi';

const FILES: ReadonlyArray<{ file: RunFile; label: string; ending: string }> = [
  { file: 'samples.csv', label: 'Samples (CSV)', ending: 'csv' },
  { file: 'samples.json', label: 'Everything (JSON)', ending: 'json' },
];

/** What of a run can be saved; of samples that were deleted there is no table. */
export function RunExport({ run }: { run: RunDetail }) {
  const { id, samplesGoneAt } = run;
  const api = useApi(resilienceApiRef);
  const files = FILES.filter(
    ({ ending }) => ending === 'json' || samplesGoneAt === undefined,
  );
  return (
    <ExportMenu
      files={files.map(({ file, label, ending }) => ({
        label,
        name: `joint-run-${id}.${ending}`,
        load: () => api.getFile(id, file),
      }))}
    />
  );
}
