import type { CountingRule, CountingRuleEffect } from '@analytics/contract/account';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countingRulesQuery } from '../../api/account.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useKeptFocus } from '../../components/kept-focus.ts';
import { formatCount } from '../../format/number.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { useAccountChange } from './account-change.ts';
import { ChangeStatus } from './change-status.tsx';
import { effectWords } from './effect-words.ts';
import css from './figure-settings.module.css';

const rules = [
  { value: '30-seconds', name: '30 seconds', words: 'A play counts once it has run for 30 seconds.' },
  { value: 'half-track', name: 'Half the track', words: 'A play counts once half of the track has run.' },
  { value: 'finished', name: 'Finished', words: 'A play counts when the track has run to its end.' },
] as const;

/** Which plays count; what another rule would do is shown before it is applied. */
export function CountingRuleSettings({ countingRule }: { countingRule: CountingRule }) {
  const [chosen, setChosen] = useState(countingRule);
  const { data: effects, error } = useQuery(countingRulesQuery);
  const change = useAccountChange();
  const focus = useKeptFocus<HTMLDivElement>();
  const playsBy = (rule: CountingRule) => playsOf(effects, rule);
  return (
    <div className={css.setting} tabIndex={-1} {...focus}>
      <h3>What counts as a play</h3>
      <p className={card.small}>
        All plays stay in your history. What does not count is marked there, and is in no figure.
      </p>
      <ChoiceList
        label="What counts as a play"
        choices={rules.map((rule) => ({ ...rule, figure: figureOf(playsBy(rule.value)) }))}
        value={chosen}
        onChange={setChosen}
      />
      <p aria-live="polite">
        {chosen !== countingRule && effectWords(playsBy(countingRule), playsBy(chosen))}
      </p>
      {error !== null && <ErrorNotice error={error} />}
      {chosen !== countingRule && (
        <div className={card.row}>
          <ActionButton
            look="primary"
            isBusy={change.isPending}
            onClick={() => {
              change.mutate({ countingRule: chosen });
            }}
          >
            Count by this rule
          </ActionButton>
          <button
            type="button"
            className={button.secondary}
            onClick={() => {
              setChosen(countingRule);
            }}
          >
            Leave it as it is
          </button>
        </div>
      )}
      <ChangeStatus change={change} />
    </div>
  );
}

const playsOf = (effects: CountingRuleEffect[] | undefined, rule: CountingRule): number | undefined =>
  effects?.find((effect) => effect.countingRule === rule)?.plays;

const figureOf = (plays: number | undefined): string =>
  plays === undefined ? '…' : formatCount(plays, 'play');
