import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = 'http://127.0.0.1:8000';

const isShared = [
  /\/node_modules\/(react|react-dom|scheduler|@tanstack)\//,
  /\/web\/src\/(api|calendar|format)\//,
  /\/web\/src\/(?!main\.)[^/]+$/,
  /\/web\/src\/components\//,
  /\/web\/src\/styles\//,
];

/** Most of what every page needs runs at once: the browser compiles it as it arrives, beside the page's own thread, not call by call on it. */
const compiledEarly: Plugin = {
  name: 'compiled-early',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && file.name === 'shared')
          file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      }
    },
  },
};

/** Puts the compressed forms of scripts and styles beside them, smaller than a server would make them for each visitor. */
const compressed: Plugin = {
  name: 'compressed',
  async writeBundle({ dir = '' }, bundle) {
    const names = Object.keys(bundle).filter((name) => /\.(?:js|css)$/.test(name));
    for (const path of names.map((name) => join(dir, name))) {
      const content = await readFile(path);
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
      await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [
    react(),
    compiledEarly,
    compressed,
    {
      // The production server writes the real base; see the marker in index.html.
      name: 'development-base',
      apply: 'serve',
      transformIndexHtml: (html) => html.replace('<!--base-->', '<base href="/">'),
    },
  ],
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        // What every page needs comes in one file, with the overview; the other pages come when they are needed.
        codeSplitting: {
          groups: [{ name: 'shared', test: (id) => isShared.some((part) => part.test(id)) }],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': server, '^/spotify/login': server } },
});
