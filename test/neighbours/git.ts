import type { Neighbour } from '../support/neighbour.ts'

export const git: Neighbour[] = [
  {
    tool: 'git',
    what: 'identity, also by `includeIf "gitdir:~/…"`',
    home: {
      '.gitconfig':
        '[user]\n\temail = base@x\n[includeIf "gitdir:~/clients/"]\n\tpath = ~/.gitconfig-clients\n',
      '.gitconfig-clients': '[user]\n\temail = client@x\n',
    },
    prepare: ['git init -q ~/clients/a', 'git init -q ~/own/b'],
    script: ['for each in clients/a own/b; do git -C "$REAL/$each" config user.email; done'],
    sees: 'client@x\nbase@x\n',
  },
  {
    tool: 'git',
    what: '`git config --global` writes to the real file',
    home: { '.gitconfig': '[user]\n\temail = base@x\n' },
    script: ['git config --global alias.st status', 'git config --global --list'],
    after: ['cat ~/.gitconfig'],
    sees: 'user.email=base@x\nalias.st=status\n[user]\n\temail = base@x\n[alias]\n\tst = status\n',
  },
  {
    tool: 'git',
    what: 'credential store',
    home: {
      '.gitconfig': '[credential]\n\thelper = store\n',
      '.git-credentials': 'https://me:old@old.example\n',
    },
    script: [
      'export GIT_TERMINAL_PROMPT=0',
      String.raw`printf 'protocol=https\nhost=old.example\n\n' | git credential fill`,
      String.raw`printf 'protocol=https\nhost=new.example\nusername=me\npassword=new\n\n' | git credential approve`,
    ],
    after: ['sort ~/.git-credentials'],
    sees:
      'protocol=https\nhost=old.example\nusername=me\npassword=old\n' +
      'https://me:new@new.example\nhttps://me:old@old.example\n',
  },
]
