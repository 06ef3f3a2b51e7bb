import { describe, expect, it } from 'vitest'
import { straceEvents } from '../../src/verify/trace/strace.ts'

/** The events in short: action, path, where it really is or went, and what is special. */
function short(lines: readonly string[]): string[] {
  return straceEvents(lines.join('\n'), '/proj').map(({ action, path, real, to, ok, sandboxed }) =>
    [action, path, real && `= ${real}`, to && `> ${to}`, !ok && 'failed', sandboxed && 'sandboxed']
      .filter(Boolean)
      .join(' '),
  )
}

describe('what strace says', () => {
  it.each<[string, string | string[], string[]]>([
    [
      'an open file has the path that links lead to',
      '7 open("/a/h.jsonl", O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC, 0666) = 5</base/h.jsonl>',
      ['write /a/h.jsonl = /base/h.jsonl'],
    ],
    [
      'reading is not writing',
      '7 openat(AT_FDCWD</proj>, "/etc/codex/config.toml", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)',
      ['read /etc/codex/config.toml failed'],
    ],
    ['a lock that is wanted for reading too', '7 open("/a", O_RDWR) = 3</a>', ['write /a = /a']],
    [
      'openat2',
      '7 openat2(AT_FDCWD</proj>, "x", {flags=O_WRONLY|O_CREAT, mode=0600}, 24) = 3</proj/x>',
      ['write /proj/x = /proj/x'],
    ],
    ['creat', '7 creat("x", 0600) = 3</proj/x>', ['write /proj/x']],
    ['relative to a descriptor', '7 mkdirat(4</a/b>, "c", 0700) = 0', ['make /a/b/c']],
    ['relative to the working folder', '7 mkdir("../c", 0700) = 0', ['make /c']],
    ['the descriptor itself', '7 utimensat(3</a/b>, NULL, [UTIME_NOW, UTIME_NOW], 0) = 0', ['mode /a/b']],
    [
      'a rename has two ends',
      '7 renameat2(AT_FDCWD</proj>, "/a/.tmp1", AT_FDCWD</proj>, "b", 0) = 0',
      ['rename /a/.tmp1 > /proj/b'],
    ],
    ['a link is made where it lies', '7 symlink("/to", "/a/l") = 0', ['link /a/l']],
    ['a link relative to a folder', '7 symlinkat("../to", 5</a>, "l") = 0', ['link /a/l']],
    ['a hard link', '7 linkat(AT_FDCWD</proj>, "/a", AT_FDCWD</proj>, "/b", 0) = 0', ['link /b']],
    [
      'removing',
      ['7 unlink("/a") = 0', '7 unlinkat(5</x>, "b", AT_REMOVEDIR) = 0', '7 rmdir("/c") = 0'],
      ['remove /a', 'remove /x/b', 'remove /c'],
    ],
    [
      'modes and owners',
      ['7 chmod("/a", 0600) = 0', '7 fchmod(3</b>, 0600) = 0', '7 fchownat(3</c>, "d", 0, 0, 0) = 0'],
      ['mode /a', 'mode /b = /b', 'mode /c/d'],
    ],
    ['truncating', ['7 truncate("/a", 0) = 0', '7 ftruncate(3</b>, 0) = 0'], ['write /a', 'write /b = /b']],
    ['a lock by flock', '7 flock(3</a/.lock>, LOCK_EX|LOCK_NB) = 0', ['lock /a/.lock = /a/.lock']],
    [
      'a lock by fcntl',
      '7 fcntl(3</a>, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=1}) = 0',
      ['lock /a = /a'],
    ],
    [
      'unlocking and other fcntl are nothing',
      [
        '7 fcntl(3</a>, F_SETLK, {l_type=F_UNLCK, l_whence=SEEK_SET, l_start=0, l_len=1}) = 0',
        '7 fcntl(3</a>, F_GETFL) = 0x8000 (flags O_RDONLY)',
      ],
      [],
    ],
    [
      'a socket',
      '7 bind(31<socket:[12]>, {sa_family=AF_UNIX, sun_path="/tmp/s"}, 87) = 0',
      ['socket /tmp/s'],
    ],
    [
      'a connection that is on its way',
      '7 connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/tmp/s"}, 87) = -1 EINPROGRESS (Operation now in progress)',
      ['connect /tmp/s'],
    ],
    [
      'an abstract socket',
      '7 connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path=@"x"}, 5) = 0',
      ['connect @x'],
    ],
    [
      'the network is no path',
      '7 connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
      [],
    ],
    [
      'odd bytes',
      String.raw`7 mkdir("/a \"b\"\n\303\274\\<x>, (y)", 0700) = 0`,
      ['make /a "b"\nü\\<x>, (y)'],
    ],
    [
      'odd bytes beside a descriptor',
      String.raw`7 flock(3</a\74b\76\303\274>, LOCK_EX) = 0`,
      ['lock /a<b>ü = /a<b>ü'],
    ],
    [
      'a file without a name',
      '7 open("/var/tmp", O_RDWR|O_TMPFILE, 0600) = 3</var/tmp/#12>(deleted)',
      ['write /var/tmp = /var/tmp/#12'],
    ],
    ['signals and ends', ['7 --- SIGCHLD {si_signo=SIGCHLD} ---', '7 +++ exited with 0 +++'], []],
    ['a call that never came back', '7 unlink("/a") = ?', ['remove /a failed']],
    ['a log that ends in the middle', ['7 unlink("/a") = 0', '7 unlink("/b'], ['remove /a']],
  ])('%s', (_, lines, expected) => {
    expect(short([lines].flat())).toEqual(expected)
  })

  it('joins a call that others came between', () => {
    const lines = [
      '7 open("/a", O_WRONLY|O_CREAT <unfinished ...>',
      '8 unlink("/b" <unfinished ...>',
      '7 <... open resumed>, 0666) = 3</real>',
      '8 <... unlink resumed>)            = 0',
    ]
    expect(short(lines)).toEqual(['write /a = /real', 'remove /b'])
  })

  it('follows the working folder of each process, and hands it on', () => {
    const lines = [
      '7 chdir("/one") = 0',
      '8 mkdir("first", 0700) = 0', // before the line that says whose child it is
      '7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 8',
      '8 chdir("sub") = 0',
      '8 mkdir("x", 0700) = 0',
      '7 fchdir(3</two>) = 0',
      '7 mkdir("x", 0700) = 0',
    ]
    expect(short(lines)).toEqual(['make /one/first', 'make /one/sub/x', 'make /two/x'])
  })

  it.each([
    ['mount', '8 mount("tmpfs", "/tmp", "tmpfs", 0, NULL) = 0'],
    ['unshare', '8 unshare(CLONE_NEWNS|CLONE_NEWUSER) = 0'],
    ['clone', '7 clone(child_stack=NULL, flags=CLONE_NEWNS|SIGCHLD) = 8'],
  ])('knows a process with mounts of its own, by %s, and its children', (_, line) => {
    const lines = [
      line,
      '8 mkdir("/newroot", 0700) = 0',
      '8 fork() = 9',
      '9 mkdir("/x", 0700) = 0',
      '7 mkdir("/y", 0700) = 0',
    ]
    expect(short(lines)).toEqual(['make /newroot sandboxed', 'make /x sandboxed', 'make /y'])
  })
})
