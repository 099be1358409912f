import { SegmentedControl } from '../../components/segmented-control.tsx';
import card from '../../styles/card.module.css';
import { chooseTheme, useThemeChoice } from '../../theme.ts';

const options = [
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
  { value: 'auto', name: 'Auto' },
] as const;

/** Light, dark, or as the system has it. */
export function ThemeSettings() {
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>Theme</h2>
      <p className={card.muted}>Kept in this browser. Auto follows your system.</p>
      <SegmentedControl label="Theme" options={options} value={useThemeChoice()} onChange={chooseTheme} />
    </section>
  );
}
