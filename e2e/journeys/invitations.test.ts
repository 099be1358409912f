import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findFaults } from '../accessibility.ts';
import { shareDemo } from '../shared-demo.ts';
import { findSpotify, goTo, heading, type Visitor } from '../visitor.ts';

const demo = shareDemo();

test('the host closes the instance and invites two people, one of whom comes by Spotify', async () => {
  const [idaName, isaName] = [newName('ida'), newName('isa')];
  await using host = await demo.welcomeAs('maja');
  await closeInstance(host.page);
  const link = await invite(host.page, idaName);
  expect(link.startsWith(`${demo.address}/spotify/#invitation=`)).toBe(true);
  const invited = host.page.getByRole('listitem').getByText(idaName);
  await invited.waitFor();
  expect(await findFaults(host.page)).toEqual([]);
  await host.page.reload();
  await invited.waitFor();
  expect(await host.page.getByText(link).count()).toBe(0);

  await using ida = await demo.welcome();
  const told = listenIn(ida);
  await ida.page.goto(`${demo.address}/`);
  await ida.page.getByText('No new accounts at the moment').waitFor();
  await ida.page.goto(link);
  await ida.page.getByRole('heading', { name: 'You have been invited' }).waitFor();
  expect(await findFaults(ida.page)).toEqual([]);
  await join(ida.page, idaName);
  await heading(ida.page, 'Overview').waitFor();

  await using late = await demo.welcome();
  await late.page.goto(link);
  await late.page.getByRole('heading', { name: 'This invitation cannot be used any more' }).waitFor();
  expect(await late.page.getByRole('button', { name: 'New here: create an account' }).count()).toBe(0);
  expect(await findFaults(late.page)).toEqual([]);

  const second = await invite(host.page, isaName);
  await using isa = await demo.welcome();
  told.push(...(await comeBySpotify(isa, second, isaName)));
  const secrets = [link, second].map((url) => new URL(url).hash.replace('#invitation=', ''));
  expect(told.filter((words) => secrets.some((secret) => words.includes(secret)))).toEqual([]);
  const left = await host.page.request.get(`${demo.address}/api/invitations`);
  expect(await left.text()).not.toMatch(new RegExp(`${idaName}|${isaName}`));
  // The page that says that Spotify was refused.
  const faults = [host, ida, isa, late].flatMap((visitor) => visitor.faults);
  expect(faults.filter((fault) => !fault.includes('status of 403'))).toEqual([]);
});

test('an invitation that is revoked lets nobody in', async () => {
  const name = newName('olaf');
  await using host = await demo.welcomeAs('maja');
  await closeInstance(host.page);
  const link = await invite(host.page, name);
  await using olaf = await demo.welcome();
  await olaf.page.goto(link);
  await olaf.page.getByRole('heading', { name: 'You have been invited' }).waitFor();

  const revoke = host.page.getByRole('button', { name: `Revoke the invitation for ${name}` });
  await revoke.click();
  const dialog = host.page.getByRole('alertdialog', { name: `Revoke the invitation for ${name}?` });
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await revoke.waitFor({ state: 'detached' });
  expect(await host.page.getByText(link).count()).toBe(0);
  await expect
    .poll(() => host.page.evaluate(() => document.activeElement?.textContent))
    .toMatch(/^Invitations/);

  // Who had the link open is told by the way in itself.
  await join(olaf.page, name);
  await olaf.page
    .getByRole('alert')
    .getByText('This invitation was used, has ended or was revoked.')
    .waitFor();
  await host.page.goto(link);
  await host.page.getByText('The invitation in this link is for somebody who has no account here').waitFor();
});

/** A name that no earlier try of a test has used. */
const newName = (name: string): string => `${name}-${randomBytes(3).toString('hex')}`;

async function closeInstance(page: Page) {
  await goTo(page, 'Host');
  const closed = page.getByRole('radio', { name: 'Closed' });
  await closed.click();
  await expect
    .poll(async () => (await page.request.get(`${demo.address}/api/instance`)).json())
    .toMatchObject({
      registrationOpen: false,
    });
}

async function join(page: Page, name: string) {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(`password of ${name}`);
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** Makes an invitation on the host's page, and answers its link. */
async function invite(page: Page, note: string): Promise<string> {
  await page.getByLabel('For whom (optional)').fill(note);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  await page.getByText(`Copy the link for ${note} now.`).waitFor();
  await page.getByRole('button', { name: 'Copy the link' }).waitFor();
  return page.getByText('/spotify/#invitation=').innerText();
}

/** What servers are told of where a visitor is: addresses, and where they come from. */
function listenIn({ context }: Visitor): string[] {
  const told: string[] = [];
  context.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    told.push(`${origin}${pathname}${search} from ${request.headers()['referer'] ?? 'nowhere'}`);
  });
  return told;
}

/** Signs in with Spotify by an invitation, at the second try. */
async function comeBySpotify(visitor: Visitor, link: string, name: string): Promise<string[]> {
  const { page } = visitor;
  const spotify = await findSpotify(demo.address);
  const added = await fetch(`${spotify}/control/listeners`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: name, displayName: name, historyDays: 5 }),
  });
  expect(added.status).toBe(201);
  const told = listenIn(visitor);
  await page.goto(link);
  await page.getByRole('heading', { name: 'You have been invited' }).waitFor();
  await page.getByRole('link', { name: 'Sign in with Spotify' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('link', { name: 'Try again' }).click();
  await page.getByRole('radio', { name: name }).check();
  await page.getByRole('button', { name: 'Allow' }).click();
  await heading(page, 'Overview').waitFor();
  expect(told.length).toBeGreaterThan(10);
  return told;
}
