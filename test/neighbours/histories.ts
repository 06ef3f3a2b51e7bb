import type { Neighbour } from '../support/neighbour.ts'

/** As the README has it: at the end of the rc file. */
const load = (shell: string) => `if [ -n "$SWOP_ROOT" ]; then . "$SWOP_ROOT/shell/init.${shell}"; fi\n`

/** Types a command into a shell that is started under the account. */
const typed = (shell: string) => `pty '${shell}' 'echo new' exit`

const zshrc = 'HISTSIZE=100 SAVEHIST=100\n'

/** What a shell that was started under the account adds is in the real file, after what was there. */
export const histories: Neighbour[] = [
  {
    tool: 'bash',
    what: 'history',
    home: { '.bash_history': 'echo old\n', '.bashrc': load('bash') },
    script: [typed('bash -i')],
    after: ['cat ~/.bash_history'],
    sees: 'echo old\necho new\nexit\n',
  },
  {
    tool: 'bash',
    what: 'history by HISTFILE',
    home: { '.hist/bash': 'echo old\n', '.bashrc': `HISTFILE=~/.hist/bash\n${load('bash')}` },
    script: [typed('bash -i')],
    after: ['cat ~/.hist/bash'],
    sees: 'echo old\necho new\nexit\n',
  },
  {
    tool: 'zsh',
    what: 'history: zsh replaces the link, and another zsh goes on outside',
    home: {
      '.zsh_history': 'echo old\n',
      '.zshrc': `HISTFILE=~/.zsh_history ${zshrc}setopt no_append_history\n${load('zsh')}`,
    },
    // Another shell, outside the account, goes on with the real one.
    script: [typed('zsh -i'), `echo 'echo outside' >>"$REAL/.zsh_history"`],
    after: ['sort ~/.zsh_history'],
    sees: 'echo new\necho old\necho outside\nexit\n',
  },
  {
    tool: 'zsh',
    what: 'history by HISTFILE, in ZDOTDIR',
    home: {
      '.zshenv': 'ZDOTDIR=~/.config/zsh\n',
      '.config/zsh/.zshrc': `HISTFILE=$ZDOTDIR/history ${zshrc}${load('zsh')}`,
      '.config/zsh/history': 'echo old\n',
    },
    script: [typed('zsh -i')],
    after: ['cat ~/.config/zsh/history'],
    sees: 'echo old\necho new\nexit\n',
  },
  {
    tool: 'zsh',
    what: 'a history that has no file yet',
    home: { '.zshrc': `HISTFILE=~/.histfile ${zshrc}${load('zsh')}` },
    script: [typed('zsh -i')],
    after: ['cat ~/.histfile'],
    sees: 'echo new\nexit\n',
  },
  {
    tool: 'fish',
    what: 'history, in XDG_DATA_HOME',
    home: { '.local/share/fish/fish_history': '- cmd: echo old\n  when: 1\n' },
    script: [
      // Without it, a first interactive start goes on generating completions in the background.
      'mkdir -p "${XDG_DATA_HOME:-$HOME/.local/share}/fish/generated_completions"',
      typed('fish -i'),
    ],
    after: ['grep cmd ~/.local/share/fish/fish_history'],
    sees: '- cmd: echo old\n- cmd: echo new\n- cmd: exit\n',
  },
]
