import type { MonitoringMode } from '@analytics/contract/monitoring';
import { ChoiceList } from '../../components/choice-list.tsx';

const choices = [
  {
    value: 'history',
    name: 'History',
    words:
      'Reads Spotify’s own list of your last 50 plays every 20 minutes. Nothing is missed while this server is off for a while, but plays appear later, how long each was heard is estimated, and local files are not in the list.',
  },
  {
    value: 'realtime',
    name: 'Realtime',
    words:
      'Looks every few seconds at what you play. Plays appear as soon as they count, with the time truly heard, local files included; but what you play while this server is off is missed.',
  },
  {
    value: 'hybrid',
    name: 'Hybrid',
    words:
      'Does both: the list has the say about which plays there were, so none is missed, and looking adds what plays now and your local files. It asks the most of Spotify.',
  },
] as const;

interface MonitoringModeChoiceProps {
  mode: MonitoringMode;
  disabled: boolean;
  onChange: (mode: MonitoringMode) => void;
}

/** How the listener is followed, and what each way costs. */
export function MonitoringModeChoice({ mode, disabled, onChange }: MonitoringModeChoiceProps) {
  return (
    <ChoiceList
      label="Mode of the monitoring"
      choices={choices}
      value={mode}
      disabled={disabled}
      onChange={onChange}
    />
  );
}
