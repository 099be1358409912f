import { useEffect, useState } from 'react';
import button from '../styles/button.module.css';

/** Puts a text on the clipboard and says so. Browsers offer the clipboard on https and on loopback only. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [result, setResult] = useState<'copied' | 'refused' | undefined>();
  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => {
      setResult(undefined);
    }, 3000);
    return () => {
      clearTimeout(timer);
    };
  }, [result]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      setResult('refused');
    }
  };
  const words = { copied: 'Copied', refused: 'Select it and copy by hand' };
  return (
    <button type="button" className={button.secondary} aria-label={label} onClick={() => void copy()}>
      <span aria-live="polite">{result === undefined ? 'Copy' : words[result]}</span>
    </button>
  );
}
