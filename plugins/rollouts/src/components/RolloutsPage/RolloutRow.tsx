import { RelativeTime } from '@slipway/plugin-portal-react';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { memo, ReactNode } from 'react';
import { stepsShort } from '../../lib/words';
import { NextStepButton } from '../Actions/NextStepButton';
import { EnvironmentChip } from '../EnvironmentChip';
import { ImageTags } from '../ImageTags';
import { Place } from '../Place';
import { RolloutPhaseChip } from '../RolloutPhaseChip';
import { CompactWeightBar } from '../WeightBar/WeightBar';
import { ServiceName } from './ServiceName';
import { StateWords } from './StateWords';

function Cell({ children }: { children: ReactNode }) {
  return (
    <div role="gridcell" className="cell">
      {children}
    </div>
  );
}

function CellsOfRollout({ rollout }: { rollout: RolloutSummary }) {
  const { ref } = rollout;
  const steps = stepsShort(rollout);
  return (
    <>
      <Cell>
        <ServiceName rollout={rollout} />
      </Cell>
      <Cell>
        <div className="two-lines" title={`${ref.cluster}/${ref.namespace}`}>
          <Place value={ref} />
        </div>
        <EnvironmentChip value={rollout.environment} />
      </Cell>
      <Cell>
        <RolloutPhaseChip phase={rollout.phase} />
        <StateWords rollout={rollout} />
      </Cell>
      <Cell>
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
      </Cell>
      <Cell>
        <div className="three-lines">
          <ImageTags rollout={rollout} />
        </div>
      </Cell>
      <Cell>
        <div className="since">
          <RelativeTime at={rollout.phaseSince} />
        </div>
      </Cell>
      <Cell>
        <NextStepButton rollout={rollout} />
      </Cell>
    </>
  );
}

/** The cells of one rollout's row; the look is {@link RowsGrid}'s. Draws again only when its own summary changes. */
export const RolloutCells = memo(CellsOfRollout);
