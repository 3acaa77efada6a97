import Box from '@mui/material/Box';

/** Names what an action is done to. */
export function TargetLine(props: {
  target: {
    /** Absent for what is in no place. */
    cluster?: string;
    namespace?: string;
    name: string;
    kind?: string;
  };
}) {
  const { cluster, namespace, name, kind } = props.target;
  const facts = [
    ...(cluster ? [['Cluster', cluster]] : []),
    ...(namespace ? [['Namespace', namespace]] : []),
    [kind ?? 'Name', name],
  ];
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'max-content 1fr',
        columnGap: 2,
        rowGap: 0.5,
      }}
    >
      {facts.map(([term, value]) => (
        <Box key={term} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {term}
          </Box>
          <Box
            component="dd"
            sx={{ m: 0, fontWeight: 600, overflowWrap: 'anywhere' }}
          >
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
