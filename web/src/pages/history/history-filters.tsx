import type { Ref } from 'react';
import { SearchField } from '../../components/search-field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import type { HistorySearch } from '../../search.ts';
import button from '../../styles/button.module.css';
import css from './history-filters.module.css';

const sources = [
  { value: 'any', name: 'From anywhere' },
  { value: 'recently-played', name: 'From Spotify’s recent plays' },
  { value: 'currently-playing', name: 'Watched while playing' },
  { value: 'import', name: 'From an import' },
] as const;

const counts = [
  { value: 'any', name: 'Counted or not' },
  { value: 'yes', name: 'Counted only' },
  { value: 'no', name: 'Not counted only' },
] as const;

interface HistoryFiltersProps {
  search: HistorySearch;
  onChange: (part: Partial<Record<keyof HistorySearch, string | undefined>>) => void;
  selectButton: Ref<HTMLButtonElement>;
  isSelecting: boolean;
  /** Begins or ends to select plays. */
  onSelect: () => void;
}

/** Narrows the history down, and lets plays be selected. */
export function HistoryFilters(props: HistoryFiltersProps) {
  const { search, onChange, selectButton, isSelecting, onSelect } = props;
  return (
    <search className={css.filters}>
      <div className={css.text}>
        <SearchField
          label="Search track, artist or album"
          value={search.search ?? ''}
          onSearch={(text) => {
            onChange({ search: text === '' ? undefined : text });
          }}
        />
      </div>
      <SelectField
        label="Source"
        options={sources}
        value={search.source ?? 'any'}
        onChange={(value) => {
          onChange({ source: value === 'any' ? undefined : value });
        }}
      />
      <SelectField
        label="Counted"
        options={counts}
        value={search.counted ?? 'any'}
        onChange={(value) => {
          onChange({ counted: value === 'any' ? undefined : value });
        }}
      />
      <button
        ref={selectButton}
        type="button"
        className={`${button.secondary} ${css.select}`}
        aria-pressed={isSelecting}
        onClick={onSelect}
      >
        Select
      </button>
    </search>
  );
}
