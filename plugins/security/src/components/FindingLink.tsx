import Box from '@mui/material/Box';
import { Vulnerability } from '@slipway/plugin-security-common';

/** The id of a finding, as a link to what is written about it. */
export function FindingLink({
  finding,
}: {
  finding: Pick<Vulnerability, 'id' | 'link'>;
}) {
  const { id, link } = finding;
  if (!link) return <span>{id}</span>;
  return (
    <Box
      component="a"
      href={link}
      target="_blank"
      rel="noopener noreferrer"
      sx={{ color: 'inherit', textDecoration: 'underline' }}
    >
      {id}
    </Box>
  );
}
