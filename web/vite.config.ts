import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8000';

const isChart = /\/web\/src\/(charts|listening)\//;
const isShared = [
  /\/node_modules\/(react|react-dom|scheduler|@tanstack)\//,
  /\/web\/src\/(api|calendar|format)\//,
  /\/web\/src\/[^/]+$/,
  /\/web\/src\/components\//,
  /\/web\/src\/styles\//,
];

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [
    react(),
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
        // What every page needs comes in one file, and what pages with charts need in another; the pages come when they are needed.
        codeSplitting: {
          groups: [
            { name: 'shared', test: (id) => isShared.some((part) => part.test(id)) },
            { name: 'charts', test: (id) => isChart.test(id) },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': server, '^/spotify/login': server } },
});
