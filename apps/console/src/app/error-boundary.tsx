import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { Texts } from '../i18n/texts.ts';

interface Props {
  readonly texts: () => Texts;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** A short name of what happened, to be told to the one who supports. Holds no text of a conversation. */
function codeOf(error: Error): string {
  const line = error.stack?.match(/[\w-]+\.(?:js|tsx?):\d+:\d+/)?.[0];
  return ['console_stopped', error.name, line].filter(Boolean).join(' ');
}

/** The last net: says that the page has stopped, with a code and the way on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const t = this.props.texts();
    return (
      <main className="entrance">
        <div className="entrance-card" role="alert">
          <h1 className="entrance-title">{t('boundary.title')}</h1>
          <p className="entrance-lead">{t('boundary.text')}</p>
          <p className="code">{t('common.code', { code: codeOf(error) })}</p>
          <button type="button" className="as-button as-button-main" onClick={() => location.reload()}>
            {t('boundary.reload')}
          </button>
        </div>
      </main>
    );
  }
}
