import Box from '@mui/material/Box';
import {
  AnalysisArgument,
  AnalysisMetricView,
} from '@slipway/plugin-rollouts-common';
import { ruleRows } from '../../lib/analysis';
import { CopyText } from '../CopyText';

/** Conditions, query and limits of a metric; beside each what its template says before arguments are filled in. */
export function MetricRule({ metric }: { metric: AnalysisMetricView }) {
  return (
    <Box component="details" sx={{ fontSize: 13 }}>
      <Box
        component="summary"
        sx={{ cursor: 'pointer', color: 'text.secondary' }}
      >
        Conditions and query
      </Box>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: 'max-content minmax(0, 1fr)',
          },
          columnGap: 2,
          m: 0,
          mt: 0.5,
        }}
      >
        {ruleRows(metric).map(({ term, text, template }) => (
          <Box key={term} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {term}
            </Box>
            <Box
              component="dd"
              sx={{ m: 0, fontFamily: 'monospace', minWidth: 0 }}
            >
              {/ if$|query$/.test(term) ? (
                <CopyText text={text} label={`Copy ${term}`} />
              ) : (
                text
              )}
              {template && (
                <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                  from {template}
                </Box>
              )}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

const valueText = ({ value, valueFrom }: AnalysisArgument) => {
  if (value !== undefined) return value;
  if (valueFrom === 'secretKeyRef') return 'from a Secret, not shown';
  return valueFrom ? `from ${valueFrom}, not known` : 'not set';
};

/** Arguments of a run that the texts of its metrics use. */
export function RunArguments({ args }: { args: readonly AnalysisArgument[] }) {
  return (
    <Box component="details" sx={{ fontSize: 13 }}>
      <Box
        component="summary"
        sx={{ cursor: 'pointer', color: 'text.secondary' }}
      >
        Arguments
      </Box>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'max-content minmax(0, 1fr)',
          columnGap: 2,
          m: 0,
          mt: 0.5,
        }}
      >
        {args.map((arg, index) => (
          <Box key={`${arg.name} ${index}`} sx={{ display: 'contents' }}>
            <Box component="dt" sx={{ color: 'text.secondary' }}>
              {arg.name}
            </Box>
            <Box
              component="dd"
              sx={{ m: 0, fontFamily: 'monospace', overflowWrap: 'anywhere' }}
            >
              {valueText(arg)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
