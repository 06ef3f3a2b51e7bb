import { bash, zsh } from '../support/shells.ts'
import { account, all, key, type Case } from './cases.ts'

/** The blocks of the reference, and of what stands behind it. */
export const reference: readonly Case[] = [
  {
    begins: 'swop uninstall --dry-run',
    home: { '.bashrc': '' },
    accounts: ['work'],
    prints: /^-# >>> swop >>>/m,
    after: ['grep -c swop ~/.bashrc', 'swop list'],
    sees: /^0\n[^]*work/,
  },
  {
    begins: 'swop uninstall --purge',
    clone: true,
    before: ['npm run build', 'npm install --global .', 'swop add work'],
    after: ['ls -d ~/.local/share/swop*', 'ls $npm_config_prefix/bin'],
    sees: /^~\/\.local\/share\/swop-removed-\S+\n$/,
  },
  {
    begins: 'swop setup --dry-run',
    shells: all,
    prints: /^\+# >>> swop >>>/m,
    after: ['tail -n 1 ~/.zshrc'],
    sees: /<<< swop <<</,
  },
  {
    begins: 'swop direnv install',
    shells: all,
    accounts: ['work'],
    after: ['cat .envrc', `direnv exec . sh -c '${account}'`],
    sees: 'use swop work\n[work]\n',
  },
  {
    begins: 'swop bind client-a ~/clients/a',
    shells: all,
    accounts: ['client-a', 'work'],
    home: { 'clients/a/readme': '' },
    prints: /client-a +\S+\/clients\/a/,
    opened: [':', 'cd ~/clients/a'],
    active: ['work', 'work'],
  },
  {
    begins: 'swop list',
    shells: all,
    accounts: ['work'],
    prints: /^\* +default .*\n[^]*Account work[^]*"name": "work"/m,
  },
  {
    begins: 'swop login work',
    shells: [bash, zsh],
    before: ['swop add work'],
    env: { ...key, TOKEN: 'at-made-up' },
    prints: /: ChatGPT[^]*: ChatGPT[^]*: API key[^]*: access token[^]*: ChatGPT/,
    after: ['swop status work'],
    sees: /nobody is logged in/,
  },
  {
    begins: 'swop add work --from ~/.codex/auth.json',
    home: {
      '.codex/auth.json': '{"OPENAI_API_KEY":"sk-made-up-moved"}',
      'key.json': '{"OPENAI_API_KEY":"sk-made-up-copied"}',
      '.codex-work/auth.json': '{"OPENAI_API_KEY":"sk-made-up-old"}',
    },
  },
  {
    begins: 'swop rename work client-a',
    accounts: ['work'],
    prints: /work/,
    after: ['swop run client-a -- codex exec hi'],
    sees: 'hello\n',
    asked: ['client-a'],
    keys: ['work'],
  },
  {
    begins: 'swop doctor',
    accounts: ['work'],
    codes: { 'swop doctor': 4, 'swop doctor --fix work': 4, 'swop doctor --json': 4 },
  },
  { begins: 'swop daemons', accounts: ['work'] },
  {
    begins: 'swop config set --account work share.skills own',
    accounts: ['work'],
    prints: /gpt-5\.1/,
    after: ['grep ^model ~/.local/share/swop/accounts/work/home/.codex/config.toml'],
    sees: /gpt-5/,
  },
  { begins: 'swop guard on work', accounts: ['work', 'other'], prints: /work/ },
  {
    begins: 'swop verify --trace --json > old.json',
    shells: [bash],
    prints: /0\.169\.0/,
    after: ['cmp -s old.json new.json; ls old.json new.json'],
    sees: 'new.json\nold.json\n',
  },
  { begins: 'npm ci && npm test', shells: [bash], clone: true },
]
