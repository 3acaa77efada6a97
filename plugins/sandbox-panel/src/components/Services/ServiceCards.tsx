import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import {
  keyOf,
  Phase,
  Rest,
  ServiceName,
  ServicesProps,
  StartButton,
  Version,
} from './facts';

const LINE = {
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 1,
} as const;

/** The services of one cluster as cards, for narrow screens. */
export function ServiceCards({ cluster, services, running }: ServicesProps) {
  return (
    <Box
      component="ul"
      aria-label={`Services of ${cluster}`}
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}
    >
      {services.map(service => (
        <Paper
          key={keyOf(service)}
          component="li"
          variant="outlined"
          sx={{ p: 1.5, display: 'grid', gap: 1, fontSize: 14 }}
        >
          <Box sx={{ ...LINE, alignItems: 'flex-start' }}>
            <ServiceName cluster={cluster} service={service} />
            <Phase service={service} />
          </Box>
          <Box sx={LINE}>
            <span>{service.namespace}</span>
            <Version service={service} />
          </Box>
          <Box sx={LINE}>
            <Rest service={service} running={running} />
            <StartButton cluster={cluster} service={service} />
          </Box>
        </Paper>
      ))}
    </Box>
  );
}
