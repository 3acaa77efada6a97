import {
  createContext,
  CSSProperties,
  ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';

const CollapseContext = createContext<
  ((collapsed: boolean) => void) | undefined
>(undefined);

/** The place of a widget on the home page. It takes no room while its widget says that there is nothing to show, which stays live. */
export function HomeCell(props: {
  style?: CSSProperties;
  children: ReactNode;
}) {
  const { style, children } = props;
  const [collapsed, setCollapsed] = useState(false);
  return (
    <div hidden={collapsed} style={style}>
      <CollapseContext.Provider value={setCollapsed}>
        {children}
      </CollapseContext.Provider>
    </div>
  );
}

/** Collapses the {@link HomeCell} around it, and nothing where there is none. */
export function useCollapsedCell(collapsed: boolean): void {
  const collapse = useContext(CollapseContext);
  useEffect(() => {
    collapse?.(collapsed);
    return () => collapse?.(false);
  }, [collapse, collapsed]);
}
