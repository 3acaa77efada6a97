import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** The signed-in user and through what they own things. */
export interface Ownership {
  /** False until the identity is known. */
  known: boolean;
  userRef?: string;
  /** Entity refs of the user and of their groups. */
  refs: readonly string[];
}

const NOBODY: Ownership = { known: false, refs: [] };

/** Ownership refs of the signed-in user. */
export function useOwnership(): Ownership {
  const identityApi = useApi(identityApiRef);
  const [ownership, setOwnership] = useState(NOBODY);
  useEffect(() => {
    let wanted = true;
    identityApi.getBackstageIdentity().then(
      identity =>
        wanted &&
        setOwnership({
          known: true,
          userRef: identity.userEntityRef,
          refs: identity.ownershipEntityRefs,
        }),
      // Without an identity nothing is "mine"; the lists still work.
      () => wanted && setOwnership({ known: true, refs: [] }),
    );
    return () => {
      wanted = false;
    };
  }, [identityApi]);
  return ownership;
}
