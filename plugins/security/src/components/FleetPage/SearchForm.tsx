import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { FindingSearch } from '@slipway/plugin-security-common';
import { FormEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Parameter of the address of each part of a search. */
const PARAMETERS = {
  vulnerability: 'cve',
  package: 'package',
  below: 'below',
} as const;

type Part = keyof typeof PARAMETERS;
const PARTS = Object.keys(PARAMETERS) as Part[];

/** Names a search; the same for equal ones. */
export const searchKey = (search: FindingSearch) =>
  PARTS.map(part => search[part] ?? '').join('\n');

/** The search in the address; undefined while there is none. */
export function useSearch() {
  const [params, setParams] = useSearchParams();
  const search = useMemo((): FindingSearch | undefined => {
    const read: FindingSearch = {};
    for (const part of PARTS) {
      const value = params.get(PARAMETERS[part])?.trim();
      if (value) read[part] = value;
    }
    return read.vulnerability || read.package ? read : undefined;
  }, [params]);
  const setSearch = useCallback(
    (next: FindingSearch | undefined) =>
      setParams(old => {
        const changed = new URLSearchParams(old);
        for (const part of PARTS) {
          const value = next?.[part];
          if (value) changed.set(PARAMETERS[part], value);
          else changed.delete(PARAMETERS[part]);
        }
        return changed;
      }),
    [setParams],
  );
  return [search, setSearch] as const;
}

/** Who runs a vulnerability, or a package below a version. */
export function SearchForm(props: {
  search: FindingSearch | undefined;
  onSearch: (search: FindingSearch | undefined) => void;
}) {
  const { search, onSearch } = props;
  const [draft, setDraft] = useState<FindingSearch>(search ?? {});
  useEffect(() => setDraft(search ?? {}), [search]);
  const trimmed = (part: Part) => draft[part]?.trim() || undefined;
  const [vulnerability, pkg, below] = PARTS.map(trimmed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch({
      ...(vulnerability ? { vulnerability } : {}),
      ...(pkg ? { package: pkg } : {}),
      ...(pkg && below ? { below } : {}),
    });
  };
  const field = (part: Part, label: string, placeholder: string) => (
    <TextField
      size="small"
      label={label}
      placeholder={placeholder}
      value={draft[part] ?? ''}
      onChange={({ target }) => setDraft({ ...draft, [part]: target.value })}
      inputProps={{ maxLength: part === 'package' ? 300 : 100 }}
      sx={{ flex: '1 1 170px', maxWidth: 320 }}
    />
  );
  return (
    <Box
      component="form"
      role="search"
      aria-label="Who runs"
      onSubmit={submit}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <Box component="b" sx={{ flexBasis: { xs: '100%', md: 'auto' } }}>
        Who runs
      </Box>
      {field('vulnerability', 'Vulnerability', 'CVE-2024-3094')}
      {field('package', 'or package', 'its full name')}
      {field('below', 'below version', 'any version')}
      <Button
        type="submit"
        variant="contained"
        disabled={!vulnerability && !pkg}
      >
        Find
      </Button>
      {search && (
        <Button onClick={() => onSearch(undefined)}>All services</Button>
      )}
    </Box>
  );
}
