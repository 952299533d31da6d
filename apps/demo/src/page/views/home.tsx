/** @jsxImportSource preact */
import type { Booking, Person, Statement } from '../api.ts';
import type { HelpDesk } from '../help/use-help.ts';
import { Avatar } from '../parts/avatar.tsx';
import { PAGES } from '../loan/steps.ts';
import { BankCard } from '../parts/bank-card.tsx';
import { HelpButton } from '../parts/help-button.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';
import { TogetherCard } from '../together/together-card.tsx';
import type { Together } from '../together/use-together.ts';

type Props = {
  readonly customer: Person;
  readonly statement: Statement;
  readonly help: HelpDesk;
  readonly together: Together;
  onSettings(): void;
};

const ACCOUNT_ICONS = { current: 'cards', savings: 'savings', joint: 'joint' } as const satisfies Record<
  string,
  IconName
>;

export function Home({ customer, statement, help, together, onSettings }: Props) {
  const { t, money } = useTongue();
  const { accounts, card } = statement;
  const hour = new Date().getHours();
  const greeting = hour < 12 ? 'home.morning' : hour < 18 ? 'home.afternoon' : 'home.evening';
  const total = accounts.reduce((sum, { cents }) => sum + cents, 0);
  return (
    <div class="home">
      <section class="hero">
        <header class="hero-head">
          <Avatar name={customer.name} />
          <h1>{t(greeting, { name: customer.name.split(' ')[0] ?? customer.name })}</h1>
          <button type="button" class="icon-button" onClick={onSettings} aria-label={t('settings.open')}>
            <Icon name="settings" />
          </button>
        </header>
        <p class="hero-label">{t('home.total')}</p>
        <p class="hero-total">{money(total)}</p>
        <p class="hero-label">{t('home.across', { count: accounts.length })}</p>
      </section>
      <section class="accounts" aria-labelledby="accounts">
        <h2 id="accounts">{t('home.accounts')}</h2>
        <ul class="card">
          {accounts.map((account) => (
            <li key={account.id} class="row">
              <span class="tile">
                <Icon name={ACCOUNT_ICONS[account.kind]} />
              </span>
              <span class="row-text">
                <strong>{t(`account.${account.kind}`)}</strong>
                <span class="quiet iban" dir="ltr">
                  {account.iban}
                </span>
              </span>
              <span class="amount">{money(account.cents)}</span>
            </li>
          ))}
        </ul>
      </section>
      <div class="beside">
        <section class="ask card">
          <div class="row-text">
            <h2>{t('help.title')}</h2>
            <p class="quiet">{t('help.text')}</p>
          </div>
          <HelpButton help={help} look="main" />
        </section>
        <TogetherCard together={together} />
        <a class="card row loan-link" href={PAGES.amount}>
          <span class="tile">
            <Icon name="rent" />
          </span>
          <span class="row-text">
            <strong>{t('loan.link')}</strong>
            <span class="quiet">{t('loan.link.text')}</span>
          </span>
          <Icon name="forward" flips />
        </a>
        <section class="own-card" aria-labelledby="own-card">
          <h2 id="own-card">{t('home.card')}</h2>
          <BankCard customer={customer} card={card} />
        </section>
      </div>
      <section class="activity" aria-labelledby="activity">
        <h2 id="activity">{t('home.activity')}</h2>
        <Activity bookings={statement.bookings} />
      </section>
    </div>
  );
}

function Activity({ bookings }: { bookings: readonly Booking[] }) {
  const { t, formats, change } = useTongue();
  const now = Date.now();
  const days = new Map<string, Booking[]>();
  for (const booking of bookings) {
    const day = formats.day(booking.at, now);
    days.set(day, [...(days.get(day) ?? []), booking]);
  }
  return (
    <div class="card">
      {[...days].map(([day, list]) => (
        <section key={day} class="day">
          <h3>{day}</h3>
          <ul>
            {list.map((booking) => (
              <li key={booking.id} class="row">
                <span class="tile">
                  <Icon name={booking.kind} />
                </span>
                <span class="row-text">
                  <strong>{booking.name}</strong>
                  <span class="quiet">{t(`kind.${booking.kind}`)}</span>
                </span>
                <span class={booking.cents > 0 ? 'amount came' : 'amount'}>{change(booking.cents)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
