/** A sentence in which names stand between backquotes, drawn as code. */
export function CodeText({ children }: { children: string }) {
  return (
    <>
      {children
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? <code key={index}>{part}</code> : part,
        )}
    </>
  );
}
