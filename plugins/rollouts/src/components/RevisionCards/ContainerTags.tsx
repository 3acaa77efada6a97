import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { ContainerView, imageTag } from '@slipway/plugin-rollouts-common';

/**
 * Versions of a revision: the tag of its container, or of several each with
 * its name, what the update changes first and in bold. Whole images on hover.
 */
export function ContainerTags(props: {
  containers: readonly ContainerView[];
  /** Names of the containers that the update changes. */
  changed: readonly string[];
  testId: string;
}) {
  const { containers, changed, testId } = props;
  const rank = ({ name, init }: ContainerView) => {
    if (changed.includes(name)) return 0;
    return init ? 2 : 1;
  };
  const shown = containers
    .filter(container => !container.init || rank(container) === 0)
    .sort((a, b) => rank(a) - rank(b));
  const named = shown.length > 1;
  return (
    <Tooltip
      title={
        containers.length
          ? containers.map(({ name, image }) => `${name}: ${image}`).join(', ')
          : 'image unknown'
      }
    >
      <Box component="span" data-testid={testId} sx={{ minWidth: 0 }}>
        {shown.length === 0 && <b>unknown</b>}
        {shown.map((container, index) => (
          <Box
            component={rank(container) === 0 || !named ? 'b' : 'span'}
            key={container.name}
            sx={{ overflowWrap: 'anywhere' }}
          >
            {index > 0 && ', '}
            {named && `${container.name} `}
            {imageTag(container.image) ?? 'unknown'}
          </Box>
        ))}
      </Box>
    </Tooltip>
  );
}
