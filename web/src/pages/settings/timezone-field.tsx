import { Combobox } from '@base-ui/react/combobox';
import { Icon } from '../../components/icon.tsx';
import form from '../../styles/form.module.css';
import css from './timezone-field.module.css';

const known = Intl.supportedValuesOf('timeZone');
const zones = known.includes('UTC') ? known : ['UTC', ...known];

interface TimezoneFieldProps {
  timezone: string;
  onChange: (timezone: string) => void;
}

/** Finds one of the world's time zones by a part of its name. */
export function TimezoneField({ timezone, onChange }: TimezoneFieldProps) {
  return (
    <Combobox.Root
      items={zones}
      itemToStringLabel={spell}
      value={timezone}
      filter={(zone, text) => simplify(zone).includes(simplify(text))}
      onValueChange={(zone) => {
        if (zone !== null && zone !== timezone) onChange(zone);
      }}
    >
      <Combobox.InputGroup className={css.group}>
        <Combobox.Input className={form.input} aria-label="Time zone" />
        <Combobox.Trigger className={css.trigger} aria-label="Show all time zones">
          <Icon name="down" size={18} />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner className={css.positioner} sideOffset={4}>
          <Combobox.Popup className={css.popup}>
            <Combobox.Empty>
              <p className={css.empty}>No time zone has such a name.</p>
            </Combobox.Empty>
            <Combobox.List className={css.list}>
              {(zone: string) => (
                <Combobox.Item key={zone} value={zone} className={css.zone}>
                  {spell(zone)}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

const spell = (zone: string): string => zone.replaceAll('_', ' ');
const simplify = (text: string): string => text.toLowerCase().replaceAll(/[\s_]+/g, ' ');
