import '@alongside/design/tokens.css';
import '@alongside/design/base.css';
import './styles/shell.css';
import './styles/wait.css';
import './styles/chat.css';
import './styles/composer.css';
