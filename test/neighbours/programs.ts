import type { Neighbour } from '../support/neighbour.ts'

// ssh asks the password database for the home, and not HOME: one that says what a login on this machine would.
const login = 'NSS_WRAPPER_PASSWD="$BOX/passwd" NSS_WRAPPER_GROUP=/etc/group LD_PRELOAD=libnss_wrapper.so'

export const programs: Neighbour[] = [
  {
    tool: 'ssh',
    what: 'configuration and keys',
    home: { '.ssh/config': 'Host client\n\tHostName client.example\n\tIdentityFile ~/.ssh/id_client\n' },
    prepare: [
      'echo "$(id -un):x:$(id -u):$(id -g)::$REAL:/bin/sh" >"$BOX/passwd"',
      'chmod -R go= "$BOX/passwd" ~/.ssh',
    ],
    script: [`${login} ssh -T -G client | grep -E '^(hostname|identityfile) '`],
    sees: 'hostname client.example\nidentityfile ~/.ssh/id_client\n',
    strict: 'same',
  },
  {
    tool: 'gh',
    what: 'settings and login',
    home: {
      '.config/gh/config.yml': 'git_protocol: ssh\neditor: ed\naliases:\n    co: pr checkout\n',
      '.config/gh/hosts.yml': 'github.com:\n    user: me\n    oauth_token: made-up\n',
    },
    script: [
      'gh config get editor',
      'gh config get -h github.com user',
      "gh alias list | tr -s ':\\t ' ' '", // newer ones print it in another way
      'gh config set pager less',
    ],
    after: ['gh config get pager', "grep -c 'pager: less' ~/.config/gh/config.yml"],
    sees: 'ed\nme\nco pr checkout\nless\n1\n',
  },
  {
    tool: 'npm',
    what: 'registry and settings of `~/.npmrc`, read and written',
    home: { '.npmrc': 'registry=https://npm.example/\ninit-license=MIT\n' },
    script: [
      'npm config get registry init-license --no-update-notifier',
      'npm config set init-author-name=me --no-update-notifier',
    ],
    after: ['sort ~/.npmrc'],
    sees:
      'registry=https://npm.example/\ninit-license=MIT\n' +
      'init-author-name=me\ninit-license=MIT\nregistry=https://npm.example/\n',
  },
  {
    tool: 'python3',
    what: 'packages of the user, start-up file',
    home: { '.pythonrc': 'print("started")\n' },
    prepare: [
      'packages=$(python3 -m site --user-site)',
      'mkdir -p "$packages" && echo "value = 42" >"$packages/neighbour.py"',
    ],
    script: [
      `python3 -c 'import neighbour; print(neighbour.value)' | tail -1`,
      `echo | PYTHONSTARTUP=~/.pythonrc python3 -qi 2>/dev/null`,
    ],
    sees: '42\nstarted\n',
  },
  {
    tool: 'pip',
    what: '`~/.config/pip/pip.conf`',
    home: { '.config/pip/pip.conf': '[global]\nindex-url = https://pip.example/\n' },
    script: ['python3 -m pip config get global.index-url'],
    sees: 'https://pip.example/\n',
  },
  {
    tool: 'gpg',
    what: 'keys in `~/.gnupg`; signs with them',
    prepare: [
      'mkdir -m 700 ~/.gnupg',
      `gpg --batch --quiet --passphrase '' --quick-gen-key me@x ed25519 2>/dev/null`,
      'gpgconf --kill all',
    ],
    script: [
      'gpg --batch --no-auto-check-trustdb --list-keys --with-colons 2>/dev/null | grep ^uid | cut -d: -f10',
      'echo signed | gpg --batch --quiet --sign 2>/dev/null | gpg --batch --quiet --decrypt 2>/dev/null',
      'gpgconf --kill all',
    ],
    sees: 'me@x\nsigned\n',
  },
  {
    tool: 'zoxide',
    what: 'its folders, in XDG_DATA_HOME',
    prepare: ['mkdir -p ~/src/project'],
    script: ['zoxide add "$REAL/src/project"', 'zoxide query project'],
    after: ['zoxide query project'],
    sees: '~/src/project\n~/src/project\n',
  },
  {
    tool: 'less',
    what: 'history of searches, `~/.lesshst`',
    home: { '.lesshst': '.less-history-file:\n.search\n"old\n' },
    script: [`seq 100 >"$BOX/text"`, `pty "less $BOX/text" '/77' q`],
    after: ['grep ^.old ~/.lesshst', 'grep ^.77 ~/.lesshst'],
    sees: '"old\n"77\n',
  },
  {
    tool: 'any program',
    what: 'a new folder in XDG_STATE_HOME, which another one looks for in `~/.local/state`',
    script: [
      'state="${XDG_STATE_HOME:-$HOME/.local/state}/neighbour"',
      'mkdir -p "$state" && echo written >"$state/log"',
      'cat ~/.local/state/neighbour/log',
    ],
    after: ['cat ~/.local/state/neighbour/log'],
    sees: 'written\nwritten\n',
  },
  {
    tool: 'tmux',
    what: '`~/.tmux.conf`, server started before',
    home: { '.tmux.conf': 'set -g status-left mark\n' },
    prepare: ['tmux new-session -d sh'],
    script: ['tmux show -gv status-left', 'tmux kill-server'],
    sees: 'mark\n',
    strict: 'same',
  },
  {
    tool: 'tmux',
    what: '`~/.tmux.conf`, server started under the account',
    home: { '.tmux.conf': 'set -g status-left mark\n' },
    script: ['tmux new-session -d sh', 'tmux show -gv status-left', 'tmux kill-server'],
    sees: 'mark\n',
  },
]
