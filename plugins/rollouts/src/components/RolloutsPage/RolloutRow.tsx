import { ListCell, RelativeTime } from '@slipway/plugin-portal-react';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { memo } from 'react';
import { stepsShort } from '../../lib/words';
import { NextStepButton } from '../Actions/NextStepButton';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { Place } from '../Place';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { ServiceName } from './ServiceName';
import { StateWords } from './StateWords';

function CellsOfRollout({ row: rollout }: { row: RolloutSummary }) {
  const { ref } = rollout;
  const steps = stepsShort(rollout);
  return (
    <>
      <ListCell>
        <ServiceName rollout={rollout} />
      </ListCell>
      <ListCell>
        <div className="two-lines" title={`${ref.cluster}/${ref.namespace}`}>
          <Place value={ref} />
        </div>
        <EnvironmentChip value={rollout.environment} />
      </ListCell>
      <ListCell>
        <RolloutPhaseChip phase={rollout.phase} />
        <StateWords rollout={rollout} />
      </ListCell>
      <ListCell>
        <div className="progress">
          {rollout.strategy === 'blueGreen' && (
            <span className="strategy">blue-green</span>
          )}
          {steps && (
            <span
              className="step"
              data-testid="rollout-step"
              aria-label={`step ${steps.replace('/', ' of ')}`}
            >
              {steps}
            </span>
          )}
          <div>
            <CompactWeightBar weights={rollout} />
          </div>
        </div>
      </ListCell>
      <ListCell>
        <div className="three-lines">
          <ImageTags rollout={rollout} />
        </div>
      </ListCell>
      <ListCell>
        <div className="since">
          <RelativeTime at={rollout.phaseSince} />
        </div>
      </ListCell>
      <ListCell>
        <NextStepButton rollout={rollout} />
      </ListCell>
    </>
  );
}

/** The cells of one rollout's row; the look is {@link RolloutsLook}'s. Draws again only when its own summary changes. */
export const RolloutCells = memo(CellsOfRollout);
