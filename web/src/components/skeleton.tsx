import css from './skeleton.module.css';

interface SkeletonProps {
  width?: string;
  height?: string;
}

/** Holds the place of what is still loading. It appears only when that takes noticeably long. */
export function Skeleton({ width = '100%', height = '1em' }: SkeletonProps) {
  return <span aria-hidden="true" className={css.skeleton} style={{ width, height }} />;
}
