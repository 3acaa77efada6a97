import { useApi } from '@backstage/frontend-plugin-api';
import { FaultDraft } from '@slipway/plugin-chaos-common';
import { useFetched } from '@slipway/plugin-portal-react';
import { useEffect, useState } from 'react';
import { chaosApiRef, LaunchTarget } from '../../api/ChaosApi';

/** How long nothing was typed before the preview is asked for, ms. */
const QUIET_MS = 500;

/** What a fault would touch, asked again when the draft has been left alone for a moment. */
export function useBlastRadius(
  target: LaunchTarget | undefined,
  draft: FaultDraft | undefined,
) {
  const api = useApi(chaosApiRef);
  const key = target && draft ? JSON.stringify([target, draft]) : undefined;
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(key), QUIET_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const fetched = useFetched(
    asked !== undefined && asked === key ? asked : undefined,
    async () => {
      if (!target || !draft) throw new Error('no fault was asked about');
      return api.preview(target, draft);
    },
  );
  return { ...fetched, asked: key !== undefined };
}
