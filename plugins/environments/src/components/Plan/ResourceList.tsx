import TextField from '@mui/material/TextField';
import { ResourceChange } from '@slipway/plugin-environments-common';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import {
  byModule,
  findResources,
  isLost,
  ModuleGroup,
  MOST_UNFOLDED,
} from '../../lib/planGroups';
import { ResourceLine } from './ResourceLine';

/** Up to so many lost resources are shown with their attributes. */
const MOST_OPEN = 5;

/**
 * The resources of a plan. What is deleted or replaced stands first, apart, and
 * is never folded; the rest is folded by module where it is much.
 */
export function ResourceList({
  resources,
}: {
  resources: readonly ResourceChange[];
}) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const found = useMemo(
    () => findResources(resources, wanted),
    [resources, wanted],
  );
  const lost = useMemo(() => found.filter(isLost), [found]);
  const groups = useMemo(
    () => byModule(found.filter(each => !isLost(each))),
    [found],
  );
  const folded = found.length > MOST_UNFOLDED;
  return (
    <>
      {resources.length > MOST_UNFOLDED && (
        <TextField
          size="small"
          value={search}
          onChange={event => setSearch(event.target.value)}
          placeholder="Search"
          inputProps={{ 'aria-label': 'Search resources' }}
          helperText={
            wanted === ''
              ? `${resources.length} resources`
              : `${found.length} of ${resources.length} resources`
          }
          sx={{ width: 320, maxWidth: '100%', mb: 1 }}
        />
      )}
      {lost.length > 0 && <LostResources lost={lost} />}
      {groups.map(group =>
        folded || groups.length > 1 ? (
          <ModuleFold
            key={`${group.module} ${wanted}`}
            group={group}
            startOpen={!folded || (wanted !== '' && groups.length === 1)}
          />
        ) : (
          <Lines key={group.module} resources={group.resources} />
        ),
      )}
      {resources.length > 0 && found.length === 0 && (
        <p>No resource of the plan matches.</p>
      )}
    </>
  );
}

/** What is deleted or replaced: what it holds is lost. */
function LostResources({ lost }: { lost: readonly ResourceChange[] }) {
  const title = `${lost.length} ${
    lost.length === 1 ? 'resource is' : 'resources are'
  } deleted or replaced`;
  return (
    <section className="lost" aria-label={title}>
      <h4>{title}</h4>
      <ul>
        {lost.map(resource => (
          <ResourceLine
            key={resource.address}
            resource={resource}
            startOpen={lost.length <= MOST_OPEN}
          />
        ))}
      </ul>
    </section>
  );
}

function Lines({ resources }: { resources: readonly ResourceChange[] }) {
  return (
    <ul>
      {resources.map(resource => (
        <ResourceLine key={resource.address} resource={resource} />
      ))}
    </ul>
  );
}

function ModuleFold(props: { group: ModuleGroup; startOpen: boolean }) {
  const { group, startOpen } = props;
  const [open, setOpen] = useState(startOpen);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className="fold module"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className="turn" aria-hidden>
          {open ? '▾' : '▸'}
        </span>
        {group.module === '' ? 'root module' : <code>{group.module}</code>}
        <span className="quiet">{group.words}</span>
      </button>
      <div id={id}>{open && <Lines resources={group.resources} />}</div>
    </div>
  );
}
