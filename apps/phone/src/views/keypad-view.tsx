import { Delete, Phone as PhoneIcon } from 'lucide-react';
import { useState } from 'react';
import { text } from '../messages/texts.ts';
import { Keys } from '../parts/keys.tsx';
import type { Phone } from '../state/phone.ts';

export function KeypadView({ phone, dialling }: { readonly phone: Phone; readonly dialling: boolean }) {
  const [number, setNumber] = useState('');
  const isEmpty = number.trim() === '';
  const dial = () => {
    if (!isEmpty && !dialling) void phone.dial(number);
  };
  return (
    <form
      className="keypad"
      onSubmit={(event) => {
        event.preventDefault();
        dial();
      }}
    >
      <div className="number">
        <input
          type="tel"
          inputMode="tel"
          autoComplete="off"
          aria-label={text('keypad.number')}
          value={number}
          maxLength={40}
          onChange={(event) => setNumber(event.target.value)}
        />
        <button
          type="button"
          aria-label={text('keypad.delete')}
          disabled={isEmpty}
          onClick={() => setNumber(number.slice(0, -1))}
        >
          <Delete aria-hidden size={22} />
        </button>
      </div>
      <Keys onPress={(key) => setNumber(number + key)} />
      <button type="submit" className="round go" aria-label={text('keypad.call')} disabled={isEmpty || dialling}>
        <PhoneIcon aria-hidden size={28} />
      </button>
    </form>
  );
}
