/** @jsxImportSource preact */
import type { Person } from '../api.ts';
import { Avatar } from '../parts/avatar.tsx';
import { BankMark, Icon } from '../parts/icon.tsx';
import { useTongue } from '../texts.ts';

/** Where a real bank asks for proof, the demo asks who you would like to be. */
export function SignIn({ people, onSignIn }: { people: readonly Person[]; onSignIn(customerId: string): void }) {
  const { t } = useTongue();
  return (
    <main class="sign-in">
      <header>
        <BankMark />
        <h1>{t('signin.title')}</h1>
        <p>{t('signin.text')}</p>
      </header>
      <ul class="card people">
        {people.map((person) => (
          <li key={person.customerId}>
            <button type="button" class="row" onClick={() => onSignIn(person.customerId)}>
              <Avatar name={person.name} />
              <span class="row-text">
                <strong>{person.name}</strong>
                <span class="quiet">{t('signin.since', { year: String(person.since) })}</span>
              </span>
              <Icon name="forward" flips />
            </button>
          </li>
        ))}
      </ul>
      <p class="quiet small">{t('bank.demo')}</p>
    </main>
  );
}
