import { bash } from '../support/shells.ts'
import { account, all, key, type Case } from './cases.ts'

/** The blocks above the reference. */
export const front: readonly Case[] = [
  {
    begins: 'npm ci && npm run build && npm install --global .',
    shells: [bash],
    clone: true,
    after: ['command -v swop', 'tail -n 1 ~/.bashrc'],
    sees: /\/prefix\/bin\/swop\n# <<< swop <<<\n$/,
  },
  {
    begins: 'swop add work',
    shells: all,
    before: ['swop add other'],
    after: [account, 'swop list'],
    sees: /^\[work\]\n[^]*\* +work +alice@example\.com +plus /,
    asked: ['work'],
  },
  { begins: 'npm ci', shells: [bash], clone: true, prints: /codex[^]*bash[^]*zsh[^]*fish/ },
  {
    begins: 'swop use private',
    shells: all,
    accounts: ['work', 'private'],
    before: ['swop use work'],
    after: [account],
    sees: '[]\n',
    asked: ['private'],
    prints: /hello/,
  },
  {
    begins: 'swop',
    shells: all,
    accounts: ['work'],
    before: ['swop use work'],
    codes: { 'swop doctor': 4 },
    prints: /^Account +work[^]*NAME[^]*Account work/,
  },
  {
    begins: 'eval "$(swop env work)"',
    accounts: ['work'],
    after: [account],
    sees: '[]\n',
    prints: /"SWOP_ACCOUNT": "work"[^]*^SWOP_ACCOUNT=work$/m,
  },
  {
    begins: 'swop add private && swop login private',
    shells: all,
    before: ['mkdir ~/work'],
    opened: [':', 'cd ~/work', 'cd'],
    active: ['private', 'work', 'private'],
  },
  {
    begins: 'swop add client-a && swop login client-a',
    home: { '.gitconfig': '[user]\n\temail = me@example.com\n', 'clients/a/readme': '' },
    before: ['swop direnv install', 'git init -q ~/clients/a'],
    after: [
      'direnv exec ~/clients/a git config --global user.email client@example.com',
      'direnv exec ~/clients/a codex exec hi',
      'git config --global user.email',
    ],
    asked: ['client-a'],
    sees: 'hello\nme@example.com\n',
  },
  {
    begins: 'swop login private',
    shells: all,
    before: ['swop add work', 'swop add private'],
    prints: /private +alice@[^]*work +bob@/,
    after: [account],
    sees: '[work]\n',
  },
  {
    begins: 'swop add ci --isolation strict',
    env: key,
    prints: /hello/,
    asked: ['ci'],
  },
  {
    begins: 'swop bind work ~/work/project',
    shells: all,
    accounts: ['work'],
    before: ['mkdir -p ~/work/project'],
    openedIn: 'work/project',
    opened: [':', 'cd'],
    active: ['work', ''],
  },
  {
    begins: 'tmux new-session -d -s codex -n work',
    shells: all,
    accounts: ['work', 'private'],
    home: { '.profile': '. ~/.bashrc\n' },
    after: [
      ...['work', 'private'].flatMap((name) => [
        `tmux send-keys -t codex:${name} 'echo $SWOP_ACCOUNT >> ../seen; tmux wait-for -S ${name}' Enter`,
        `tmux wait-for ${name}`,
      ]),
      'cat ../seen',
    ],
    sees: 'work\nprivate\n',
  },
]
