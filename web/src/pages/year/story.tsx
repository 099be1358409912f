import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import button from '../../styles/button.module.css';
import card from '../../styles/card.module.css';
import hidden from '../../styles/visually-hidden.module.css';
import css from './story.module.css';

/** One thing to tell. */
export interface Panel {
  title: string;
  content: ReactNode;
}

interface StoryProps {
  label: string;
  panels: Panel[];
}

/** Panels side by side, of which one is in sight: swiped, scrolled, tapped or walked through with the arrow keys. */
export function Story({ label, panels }: StoryProps) {
  const deck = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const last = panels.length - 1;
  const goTo = (index: number): void => {
    const { clientWidth = 0 } = deck.current ?? {};
    // Smooth unless the style sheet says otherwise, for those who asked for less motion.
    deck.current?.scrollTo({ left: Math.max(0, Math.min(last, index)) * clientWidth });
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isTaken = event.target instanceof HTMLElement && event.target.matches('input, select');
    if (step === undefined || isTaken || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(current + step);
  });
  useEffect(() => {
    addEventListener('keydown', onKeyDown);
    return () => {
      removeEventListener('keydown', onKeyDown);
    };
  }, []);
  return (
    <section aria-label={label} className={css.story}>
      <ol className={css.steps}>
        {panels.map(({ title }, index) => (
          <li key={title}>
            <button
              type="button"
              className={index <= current ? css.passed : css.step}
              aria-label={title}
              aria-current={index === current ? 'step' : undefined}
              title={title}
              onClick={() => {
                goTo(index);
              }}
            />
          </li>
        ))}
      </ol>
      <div
        ref={deck}
        className={css.deck}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) => {
          setCurrent(Math.round(scrollLeft / clientWidth));
        }}
      >
        {panels.map(({ title, content }) => (
          <section key={title} className={`${card.card} ${css.panel}`} aria-label={title}>
            {content}
          </section>
        ))}
      </div>
      <div className={css.controls}>
        <button
          type="button"
          className={button.secondary}
          aria-disabled={current === 0}
          onClick={() => {
            goTo(current - 1);
          }}
        >
          <Icon name="back" size={16} />
          Back
        </button>
        <p className={card.small} aria-live="polite">
          <span className={hidden.hidden}>{panels[current]?.title}, </span>
          {current + 1} of {panels.length}
        </p>
        <button
          type="button"
          className={button.primary}
          aria-disabled={current === last}
          onClick={() => {
            goTo(current + 1);
          }}
        >
          Next
          <Icon name="forward" size={16} />
        </button>
      </div>
    </section>
  );
}
