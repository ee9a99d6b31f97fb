import { expect, test } from 'vitest';
import { build, Daemon } from '../testing/daemon';
import { rejoined, withBuild, withMore } from './buildList';

const ALL = { q: '', branch: '', state: '' };
const builds = Array.from({ length: 10 }, () => build()).reverse();
const daemon = new Daemon(builds);
const load = (query: string) => daemon.list(new URL(`http://galley.test/?${query}`));
const names = (page: { builds: { commit: string }[] }) => page.builds.map((each) => each.commit);

test('a build that is older than what is loaded waits until it is scrolled to', () => {
  const page = load('limit=4');
  expect(withBuild(page, builds[7] ?? build(), ALL)).toBe(page);
});

test('a build comes in where its sequence belongs, and once', () => {
  const page = load('');
  const [first, ...rest] = page.builds;
  const without = { ...page, builds: rest };
  expect(names(withBuild(without, first ?? build(), ALL))).toEqual(names(page));
  expect(names(withBuild(page, first ?? build(), ALL))).toEqual(names(page));
});

test('a build that no longer is what was looked for goes', () => {
  const page = load('');
  const failed = { ...page.builds[3], state: 'failure' } as (typeof page.builds)[0];
  expect(names(withBuild(page, failed, { ...ALL, state: 'success' }))).not.toContain(failed.commit);
});

test('a page is put behind the list that it was asked for, and no other', () => {
  const page = load('limit=4');
  const more = load(`limit=4&before=${page.next}`);
  expect(names(withMore(page, page.next ?? '', more))).toEqual(names(load('limit=8')));
  expect(withMore(page, 'another', more)).toBe(page);
});

test('what was scrolled to stays when the first page is loaded again', () => {
  expect(names(rejoined(load('limit=4'), load('limit=8')))).toEqual(names(load('limit=8')));
});

test('nothing stays where so much is new that builds between would be missing', () => {
  const old = { ...load(''), builds: builds.slice(6) };
  expect(names(rejoined(load('limit=4'), old))).toEqual(names(load('limit=4')));
});
