import { describe, expect, test } from 'vitest';
import { judgeFiles } from './judge-files.ts';

const file = (name: string, size = 1000) => ({ name, size });
const names = (files: { name: string }[]) => files.map(({ name }) => name);

describe('what is chosen', () => {
  test('is taken as Spotify, this program and other trackers name it', () => {
    const chosen = [
      'my_spotify_data.ZIP',
      'Streaming_History_Audio_2023.json',
      'plays.jsonl',
      'plays.csv',
      'listenbrainz_someone_1700000000.zip',
      'someone.csv',
      'maloja_export_2026_01_01.json',
      'old-history.jsonl',
    ];
    expect(judgeFiles(chosen.map((name) => file(name)))).toEqual({
      files: chosen.map((name) => file(name)),
      refused: [],
    });
  });

  test('leaves out by name what cannot be an export', () => {
    const { files, refused, problem } = judgeFiles([
      file('ReadMeFirst.pdf'),
      file('endsong_0.json'),
      file('data.rar'),
      file('empty.json', 0),
    ]);
    expect(names(files)).toEqual(['endsong_0.json']);
    expect(refused).toEqual([
      { name: 'ReadMeFirst.pdf', why: expect.stringContaining('neither a ZIP nor a JSON') },
      { name: 'data.rar', why: expect.stringContaining('use an ordinary ZIP') },
      { name: 'empty.json', why: 'is empty' },
    ]);
    expect(problem).toBeUndefined();
  });

  test('does not make a fuss about what a system hides in folders', () => {
    expect(judgeFiles([file('.DS_Store'), file('Thumbs.db'), file('endsong.json')])).toEqual({
      files: [file('endsong.json')],
      refused: [],
    });
  });

  test('is not sent when nothing of it can be an export', () => {
    expect(judgeFiles([file('photo.jpg')])).toMatchObject({
      files: [],
      problem: 'There is no export among these files.',
    });
  });

  test('may be as large as the server takes it, and no larger', () => {
    const largest = file('largest.zip', 1024 ** 3);
    const { files, refused } = judgeFiles([largest, file('larger.zip', 1024 ** 3 + 1)]);
    expect(names(files)).toEqual(['largest.zip']);
    expect(refused).toMatchObject([{ name: 'larger.zip', why: expect.stringContaining('1.07') }]);
    expect(judgeFiles(Array.from({ length: 4 }, () => largest)).problem).toBeUndefined();
    expect(judgeFiles([largest, largest, largest, largest, file('one-more.json')])).toMatchObject({
      files: [],
      problem: expect.stringContaining('together'),
    });
  });

  test('may be as many files as the server takes, and no more', () => {
    const many = Array.from({ length: 500 }, (_, index) => file(`${index}.json`));
    expect(judgeFiles(many).files).toHaveLength(500);
    expect(judgeFiles([...many, file('500.json')])).toMatchObject({ files: [], problem: expect.any(String) });
  });
});
