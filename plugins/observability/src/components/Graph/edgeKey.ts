/** Names an edge. */
export const edgeKey = ({ from, to }: { from: string; to: string }) =>
  `${from} → ${to}`;
