import Box from '@mui/material/Box';
import { Approval } from '@slipway/plugin-approvals-common';
import { CopyButton, Section } from '@slipway/plugin-portal-react';
import { stringify } from 'yaml';

/** Exactly what an approval is bound to: arguments, state, digest. */
export function AskedSection({ approval }: { approval: Approval }) {
  const { asked, digest } = approval;
  const { plugin, action, args, state } = asked;
  const yaml = stringify(
    { plugin, action, args, ...(state ? { state } : {}) },
    { lineWidth: 0 },
  );
  return (
    <Section title="Exactly what was asked for">
      <Box
        component="pre"
        tabIndex={0}
        aria-label="Arguments as YAML"
        sx={{
          m: 0,
          p: 1.5,
          maxHeight: 420,
          overflow: 'auto',
          fontSize: 13,
          borderRadius: 1,
          bgcolor: 'action.hover',
        }}
      >
        {yaml}
      </Box>
      <Box
        sx={{
          mt: 1,
          display: 'flex',
          alignItems: 'center',
          gap: 0.5,
          fontSize: 13,
          color: 'text.secondary',
          minWidth: 0,
        }}
      >
        <Box component="code" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {`sha256:${digest}`}
        </Box>
        <CopyButton text={digest} label="Copy digest" />
      </Box>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        The approval is for this alone: with any other argument, place or state
        it is refused.
      </Box>
    </Section>
  );
}
