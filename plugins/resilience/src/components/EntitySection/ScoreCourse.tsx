import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { Score } from '@slipway/plugin-resilience-common';
import {
  LiveGate,
  SkeletonCard,
  TimeSeriesChart,
  useFetched,
} from '@slipway/plugin-portal-react';
import { resilienceApiRef } from '../../api/ResilienceApi';
import { scoreLine } from '../../lib/charts';
import { SEE_RUNS } from '../../lib/needs';

/**
 * The score of a service over the last 90 days, with what it is made of now.
 *
 * @param score - the live one: when its verdicts change, the course is read again
 */
export function ScoreCourse(props: { entityRef: string; score?: Score }) {
  const { entityRef, score } = props;
  const api = useApi(resilienceApiRef);
  const verdicts = score?.parts.map(({ runId }) => runId).join(' ');
  const answer = useFetched(
    score && `${entityRef} ${score.value} ${verdicts}`,
    () => api.getScore(entityRef),
  );
  const line = answer.value && scoreLine(answer.value.course);
  return (
    <LiveGate
      reading={answer}
      what="The score over time"
      needs={SEE_RUNS}
      onRetry={answer.reload}
      skeleton={<SkeletonCard lines={4} label="Reading the score over time" />}
    >
      {answer.value && (
        <Box sx={{ minWidth: 0 }}>
          {line && (
            <TimeSeriesChart
              title="Score of the last 90 days"
              valueTitle="score"
              unit=""
              height={160}
              series={[
                { id: 'score', label: 'score', colour: 'stable', points: line },
              ]}
            />
          )}
          <Box
            component="ul"
            aria-label="What the score is made of"
            sx={{ m: 0, pl: 2.5, fontSize: 13, color: 'text.secondary' }}
          >
            {answer.value.score.because.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
        </Box>
      )}
    </LiveGate>
  );
}
