import type { Locator } from 'playwright-core';

/** The colour in which most of the bars are painted, and the one that the theme wants for them. */
export const barColours = (canvas: Locator) =>
  canvas.evaluate((element: HTMLCanvasElement) => {
    const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
    const counts = new Map<string, number>();
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at + 3] !== 255) continue;
      const parts = [pixels[at], pixels[at + 1], pixels[at + 2]];
      const colour = `#${parts.map((part = 0) => part.toString(16).padStart(2, '0')).join('')}`;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    const wanted = getComputedStyle(document.documentElement).getPropertyValue('--chart').trim();
    return { painted: most?.[0], wanted };
  });
