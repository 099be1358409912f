import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearch } from '@tanstack/react-router';
import { instanceQuery } from '../../api/instance.ts';
import { visitorQuery } from '../../api/session.ts';
import { AsyncSection } from '../../components/async-section.tsx';
import { Footer } from '../../components/footer.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SkipLink } from '../../components/skip-link.tsx';
import { safeReturnTo } from '../../return-to.ts';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import { HomeHeading } from './home-heading.tsx';
import css from './home-page.module.css';
import { InstanceFigures } from './instance-figures.tsx';
import { InvitedWaysIn } from './invited-ways-in.tsx';
import { WaysIn } from './ways-in.tsx';

/** What strangers see first: what this is, the instance in figures, and the ways in. */
export function HomePage() {
  const returnTo = safeReturnTo(useSearch({ strict: false }).returnTo);
  const invitation = new URLSearchParams(useLocation().hash).get('invitation');
  const visitor = useQuery(visitorQuery);
  const instance = useQuery(instanceQuery);
  const skeleton = (
    <div className={card.card}>
      <Skeleton height="18rem" />
    </div>
  );
  return (
    <div className={css.page}>
      <SkipLink />
      <main id="main" className={css.main} tabIndex={-1}>
        <div className={css.about}>
          <HomeHeading />
          <p className={css.lead}>
            What you played on Spotify, when and how much: kept complete on this machine and answered at once.
            Import the history that Spotify hands out, or connect your account and let every new play be added
            by itself.
          </p>
        </div>
        <div className={css.enter}>
          {visitor.data ? (
            <section className={`${card.card} ${card.section}`}>
              <h2>Welcome back, {visitor.data.displayName}</h2>
              {invitation !== null && (
                <p className={card.muted}>
                  The invitation in this link is for somebody who has no account here yet. You do not use it
                  up.
                </p>
              )}
              <Link to="/spotify/analytics/" className={button.primary}>
                Go to your dashboard
              </Link>
              {visitor.data.isHost && (
                <Link to="/spotify/analytics/set-up" className={button.secondary}>
                  Set up the Spotify app
                </Link>
              )}
            </section>
          ) : (
            <AsyncSection query={instance} skeleton={skeleton}>
              {(answer) =>
                invitation === null ? (
                  <WaysIn instance={answer} returnTo={returnTo} />
                ) : (
                  <InvitedWaysIn
                    key={invitation}
                    instance={answer}
                    invitation={invitation}
                    returnTo={returnTo}
                  />
                )
              }
            </AsyncSection>
          )}
        </div>
        <div className={css.figures}>
          <InstanceFigures />
        </div>
      </main>
      <Footer />
    </div>
  );
}
