import type { Neighbour } from '../support/neighbour.ts'

/** Programs that save by a rename put a file where the link was. */
export const savers: Neighbour[] = [
  {
    tool: 'vim',
    what: '`~/.vimrc`, `~/.viminfo`',
    home: { '.vimrc': 'let g:mark = "from vimrc"\n' },
    script: [
      String.raw`vim --not-a-term -c 'call writefile([get(g:, "mark", "none")], $BOX . "/out")' -c 'call histadd("cmd", "echo new")' -c qa </dev/null >/dev/null`,
      'cat "$BOX/out"',
    ],
    after: ['grep "^:echo new" ~/.viminfo'],
    sees: 'from vimrc\n:echo new\n',
  },
  {
    tool: 'vim',
    what: 'saves a file of the home, with `backupcopy=no`',
    home: { '.file': 'old\n' },
    script: [
      String.raw`vim -u NONE --not-a-term -c 'set backupcopy=no' -c 's/old/new/' -c wq ~/.file </dev/null >/dev/null`,
    ],
    after: ['cat ~/.file'],
    sees: 'new\n',
    replaces: { entry: 'home/.file', older: 'old\n' },
  },
  {
    tool: '`sed -i`',
    what: 'edits a file of the home',
    home: { '.file': 'old\n' },
    script: ['sed -i s/old/new/ ~/.file'],
    after: ['cat ~/.file'],
    sees: 'new\n',
    replaces: { entry: 'home/.file', older: 'old\n' },
  },
  {
    tool: 'python3',
    what: '`os.replace` of a file of the home',
    home: { '.local/share/app.json': 'old\n' },
    script: [
      'cd ~/.local/share && echo new >.app.tmp',
      `python3 -c 'import os; os.replace(".app.tmp", "app.json")'`,
    ],
    after: ['cat ~/.local/share/app.json'],
    sees: 'new\n',
    replaces: { entry: 'data/app.json', older: 'old\n' },
  },
]
