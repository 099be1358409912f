import form from '../../styles/form.module.css';
import css from './timezone-field.module.css';

const world = 'World';
const known = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

interface TimezoneFieldProps {
  timezone: string;
  onChange: (timezone: string) => void;
}

/** One of the world's time zones, by continent and city. */
export function TimezoneField({ timezone, onChange }: TimezoneFieldProps) {
  // The server may know one by another name than this browser.
  const zones = Object.groupBy([...new Set([...known, timezone])].sort(), continentOf);
  return (
    <select
      className={`${form.select} ${css.zone}`}
      aria-label="Time zone"
      value={timezone}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    >
      {Object.entries(zones).map(([continent, some = []]) => (
        <optgroup key={continent} label={continent}>
          {some.map((zone) => (
            <option key={zone} value={zone}>
              {spell(zone)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

const continentOf = (zone: string): string => (zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : world);
/** Without the continent, so that the first letters of a city find it. */
const spell = (zone: string): string =>
  zone
    .slice(zone.indexOf('/') + 1)
    .replaceAll('_', ' ')
    .replaceAll('/', ', ');
