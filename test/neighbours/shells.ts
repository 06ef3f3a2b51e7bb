import type { Neighbour } from '../support/neighbour.ts'

const tool = '#!/bin/sh\necho "tool runs"\n'

export const shells: Neighbour[] = [
  {
    tool: 'bash',
    what: '`~/.bashrc`, `~/.profile`, `~/.local/bin` on PATH',
    home: {
      '.profile': 'PATH="$HOME/.local/bin:$PATH"\n',
      '.bashrc': 'mark="from bashrc"\n',
      '.local/bin/neighbour': tool,
    },
    prepare: ['chmod +x ~/.local/bin/neighbour'],
    script: ['bash -lc neighbour', `bash -ic 'echo "$mark"' 2>/dev/null`],
    sees: 'tool runs\nfrom bashrc\n',
  },
  {
    tool: 'bash',
    what: 'completions of the user, in XDG_DATA_HOME',
    home: {
      '.local/share/bash-completion/completions/neighbour': 'complete -W "one two" neighbour\n',
    },
    script: [
      `bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader neighbour; complete -p neighbour'`,
    ],
    sees: "complete -W 'one two' neighbour\n",
  },
  {
    tool: 'zsh',
    what: '`~/.zshrc`',
    home: { '.zshrc': 'mark="from zshrc"\n' },
    script: [`zsh -ic 'echo "$mark"'`],
    sees: 'from zshrc\n',
  },
  {
    tool: 'zsh',
    what: 'ZDOTDIR',
    home: { '.zshenv': 'ZDOTDIR=~/.config/zsh\n', '.config/zsh/.zshrc': 'mark="from ZDOTDIR"\n' },
    script: [`zsh -ic 'echo "$mark"'`],
    sees: 'from ZDOTDIR\n',
  },
  {
    tool: 'fish',
    what: 'configuration, functions, completions',
    home: {
      '.config/fish/config.fish': 'set -g mark "from config.fish"\n',
      '.config/fish/functions/neighbour.fish': 'function neighbour; echo "function runs"; end\n',
      '.config/fish/completions/neighbour.fish': 'complete -c neighbour -f -a one\n',
    },
    script: [`fish -c 'echo $mark; neighbour; complete -C "neighbour "' | cut -f1`],
    sees: 'from config.fish\nfunction runs\none\n',
  },
  {
    tool: 'nvm',
    what: 'a version manager below the home',
    home: {
      '.nvm/nvm.sh': 'PATH="$NVM_DIR/versions/node/v1/bin:$PATH"\n',
      '.nvm/versions/node/v1/bin/node': tool,
      '.bashrc': 'export NVM_DIR="$HOME/.nvm"\n. "$NVM_DIR/nvm.sh"\n',
    },
    prepare: ['chmod +x ~/.nvm/versions/node/v1/bin/node'],
    script: [`bash -ic 'node -e 0' 2>/dev/null`],
    sees: 'tool runs\n',
  },
  {
    tool: '`su -`',
    what: "the other user's home, nothing of the account",
    script: [
      // bin: a user of every Debian, with a folder of every system as its home
      `su -s /bin/sh - bin -c 'echo "$HOME"; env | grep -E "^(SWOP|CODEX|XDG_(CONFIG|STATE|DATA|CACHE)_HOME)"' </dev/null`,
    ],
    sees: '/bin\n',
    strict: 'same',
  },
]
