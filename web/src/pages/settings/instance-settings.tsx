import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { instanceSettingsQuery } from '../../api/instance.ts';
import { request } from '../../api/request.ts';
import { ActionError } from '../../components/action-error.tsx';
import { AsyncSection } from '../../components/async-section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import css from './instance-settings.module.css';

/** What the host decides about the instance. */
export function InstanceSettings() {
  const queryClient = useQueryClient();
  const query = useQuery(instanceSettingsQuery);
  const change = useMutation({
    mutationFn: (globalTopShown: boolean) =>
      request('PUT /api/instance/settings', { body: { globalTopShown } }),
    onSuccess: (settings) => {
      queryClient.setQueryData(instanceSettingsQuery.queryKey, settings);
      void queryClient.invalidateQueries({ queryKey: ['global'] });
    },
  });
  return (
    <section className={`${card.card} ${card.section}`}>
      <h2>This instance</h2>
      <p className={card.muted}>You are its host: you decide about it for everyone.</p>
      <AsyncSection query={query} skeleton={<Skeleton height="4rem" />}>
        {({ globalTopShown }) => (
          <label className={css.switch}>
            <input
              type="checkbox"
              checked={change.isPending ? change.variables : globalTopShown}
              aria-describedby="global-top-words"
              onChange={(event) => {
                change.mutate(event.target.checked);
              }}
            />
            <span>Show on the start page what is played most here</span>
            <span id="global-top-words" className={`${card.small} ${css.words}`}>
              Everyone who opens the start page then sees the tracks, artists and albums that at least three
              listeners have played. Sums over all listeners are always there. Nobody is named.
            </span>
          </label>
        )}
      </AsyncSection>
      <ActionError error={change.error} />
      <Link to="/spotify/analytics/set-up" className={button.secondary}>
        Set up the Spotify app
      </Link>
    </section>
  );
}
