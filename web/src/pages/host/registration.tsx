import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { instanceQuery } from '../../api/instance.ts';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import card from '../../styles/card.module.css';

const choices = [
  {
    value: 'open',
    name: 'Open',
    words: 'Whoever reaches this instance can create an account, with a password or by Spotify.',
  },
  {
    value: 'closed',
    name: 'Closed',
    words: 'Only those who have an account get in, and whoever has an invitation of yours.',
  },
] as const;

/** Where the host opens and closes the instance to new listeners. */
export function Registration() {
  const queryClient = useQueryClient();
  const query = useQuery(instanceQuery);
  const change = useMutation({
    mutationFn: (open: boolean) => request('PUT /api/instance/registration', { body: { open } }),
    onSettled: () => queryClient.invalidateQueries(instanceQuery),
  });
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>New listeners</h2>
      <AsyncSection query={query} skeleton={<Skeleton height="7rem" />}>
        {({ registrationOpen }) => (
          <ChoiceList
            label="New listeners"
            choices={choices}
            value={(change.isPending ? change.variables : registrationOpen) ? 'open' : 'closed'}
            onChange={(value) => {
              change.mutate(value === 'open');
            }}
          />
        )}
      </AsyncSection>
      <ActionError error={change.error} />
    </section>
  );
}
