# swop: completions for fish 3.6 and later. Written by hand; no process is started.

# All completions in one function: each condition, and each further list, takes fish 50 µs at a TAB, as does a command substitution.
# It comes first in this file, since fish counts the lines before a function at each call: below all the others, it took 50 µs more.
function __swop_complete
    # What people wait for most, by a list that swop has written: a pattern for so many files takes 50 µs. Not where the folder has
    # changed behind that list, nor with another IFS than fish's own: without any, fish would take the lines for one word.
    builtin string match -qr '^\n \tswop use (?<__swop_word>[A-Za-z0-9._@+-]*)$' -- "$IFS$(builtin commandline -cp)"
    and builtin test -r "$__swop_root/shell/names" -a "$__swop_root/shell/names" -nt "$__swop_root/accounts"
    and builtin string match -i -- "$__swop_word*" <$__swop_root/shell/names
    # Where none begins like that, fish looks for names that have it in them.
    or __swop_complete_any
end

function __swop_complete_any
    __swop_read "$(builtin commandline -cp)" # a pipe to `read` takes three times as long
    __swop_candidates
    # fish's own way to ask for files: what it offers behind a command without completions; a name with a newline in it becomes two.
    # `string split` tells it where a word ends, also where IFS is empty.
    __swop_at_file; and builtin complete -C "'' $(builtin commandline -ct)" | builtin string split \n
end

# swop's own folder.
function __swop_folder
    for folder in "$__swop_root" "$SWOP_ROOT" "$XDG_DATA_HOME/swop"
        if builtin string match -q '/?*' -- $folder; and builtin test "$folder" != /swop
            builtin echo -- $folder
            return
        end
    end
    builtin echo -- $HOME/.local/share/swop
end

# Sets __swop_typed to the words before the one at the cursor, without options: the first is the command; __swop_option to the
# option whose value the word at the cursor is; __swop_word to that word; and __swop_passed where it stands behind --.
# $argv[1]: the line.
function __swop_read
    builtin set -g __swop_typed
    builtin set -g __swop_option
    builtin set -g __swop_passed
    builtin set -g __swop_word ''
    builtin set -l words (builtin string split -n ' ' -- $argv[1])
    builtin set -e words[1]
    if not builtin string match -q -- '* ' $argv[1]
        builtin set __swop_word $words[-1]
        builtin set -e words[-1]
    end
    for word in $words
        if builtin set -q __swop_option[1]
            builtin set __swop_option
        else if builtin test "$word" = --
            builtin set __swop_passed 1
        else if builtin string match -qr -- '^--(isolation|from|codex-home|shell|format|older-than|larger-than|as|account|stop|compare|trace-log|timeout)$' $word
            builtin set __swop_option $word
        else if not builtin string match -q -- '-?*' $word
            builtin set -ga __swop_typed $word
        end
    end
end

# Whether the word at the cursor is a file or a folder. `__swop_read` has read the line.
function __swop_at_file
    switch "$__swop_typed[1] $__swop_option"
        case 'add --from' 'add --codex-home' 'verify --trace-log' 'verify --compare'
            return 0
    end
    builtin set -q __swop_option[1]; and return 1
    builtin string match -qr '^(add|run|verify) --(from|codex-home|trace-log|compare)=' -- "$__swop_typed[1] $__swop_word"; and return
    builtin set -q __swop_passed[1]; or not builtin string match -q -- '-*' $__swop_word; or return
    switch "$__swop_typed"
        case unbind 'run *'
            return 0
        case '* * *'
            return 1
        case 'bind *' 'envrc *' 'own *' 'share *'
            return 0
    end
    return 1
end

# $argv[1]: accounts or backups. Of the accounts by the list, if that is newer than their folder: those that are gone are not in it.
function __swop_entries
    builtin set -l folder (__swop_folder)
    if builtin test $argv[1] = accounts -a -r "$folder/shell/names" -a "$folder/shell/names" -nt "$folder/accounts"
        builtin string split \n <$folder/shell/names
        return
    end
    builtin set -l entries $folder/$argv[1]/*/
    builtin set -q entries[1]; or return # `string` would read from the terminal
    builtin string match -r '(?<=/)[A-Za-z0-9_][^/]*(?=/$)' -- $entries | builtin string split \n
end

# The bound folders: in bindings.json each has a line of its own. One with a quote or a newline in it is left out.
function __swop_bound_lines
    builtin set -l file (__swop_folder)/bindings.json
    builtin test -r $file; or return 0
    while builtin read -l line
        builtin string match -rg '^    "(/[^"\\\\]*)": "' -- $line
    end <$file | builtin string split \n
end

# What may stand behind an option that takes a value. $argv: the command, the option.
function __swop_values
    switch "$argv[1] $argv[2]"
        case 'add --isolation'
            builtin printf '%s\n' overlay codex strict
        case 'env --shell'
            builtin printf '%s\tThe shell that evaluates it\n' sh bash zsh fish
        case 'env --format'
            builtin printf '%s\tFor programs\n' sh bash zsh fish json dotenv
        case 'config --account' 'daemons --stop'
            __swop_entries accounts
            builtin test $argv[1] = daemons; and builtin echo default
    end
end

function __swop_candidates
    builtin set -l option
    if builtin set -q __swop_option[1]
        __swop_values "$__swop_typed[1]" $__swop_option
        return
    else if builtin set -q __swop_passed[1]
        builtin test "$__swop_typed[1]" = run; and return
    else if builtin string match -qr -- '^(?<option>--[a-z-]+)=' $__swop_word
        __swop_values "$__swop_typed[1]" $option | builtin string replace -r '^' -- $option=
        return
    else if builtin string match -q -- '-*' $__swop_word
        __swop_options "$__swop_typed[1]"
        return
    end
    builtin set -l count (builtin count $__swop_typed)
    switch "$__swop_typed[1] $count"
        case ' 0'
            __swop_commands
        case 'env 1' 'use 1' 'run 1' 'login 1' 'logout 1' 'rename 1' 'remove 1' 'bind 1' 'envrc 1' 'own 1' 'share 1' 'status 1' 'default 1' 'sync *' 'doctor *' 'usage *' 'guard 2'
            __swop_entries accounts
            switch $__swop_typed[1]
                case status usage
                    builtin echo default\t'The login without an account'
                case env
                    builtin echo off\t'End the activation'
                case default
                    builtin echo none\t'New shells start without an account'
            end
        case 'guard 1'
            builtin printf '%s\n' on off status
        case 'backups 1'
            builtin echo prune\t'Delete for good'
        case 'restore 1'
            __swop_entries backups
        case 'config 1'
            builtin printf '%s\n' get set unset edit schema
        case 'config 2'
            builtin printf '%s\tSetting\n' default share. overrides. isolation
        case 'direnv 1'
            builtin printf '%s\n' install uninstall
        case 'init 1' 'setup *'
            builtin printf '%s\tShell\n' bash zsh fish
        case 'unbind 1'
            __swop_bound_lines
        case 'explain *'
            builtin set -xn
    end
end

function __swop_commands
    builtin printf '%s\t%s\n' \
        add 'Make an account' \
        backups 'List what was moved aside, or delete what is old' \
        best 'Name the account with most left of its limits' \
        bind 'Bind a folder to an account' \
        bindings 'List the bound folders' \
        config 'Read and change settings, of all accounts or of one' \
        current 'Print the account that is active in this shell' \
        daemons 'List the daemons of codex' \
        default 'Set the account of new shells' \
        direnv 'Make `use swop <account>` known to direnv' \
        doctor 'Find what is wrong, and cure it' \
        env 'Print what activates an account, for eval' \
        envrc 'Write `use swop <account>` into an .envrc' \
        explain 'Say where each variable comes from' \
        guard "Keep an account's commands from other accounts' logins" \
        init 'Print the shell functions' \
        list 'List the accounts and their logins' \
        login 'Log an account in with codex' \
        logout 'Log an account out with codex' \
        off 'Put the environment back as it was' \
        own "Make an entry of the home an account's own" \
        remove 'Move an account to backups' \
        rename 'Give an account another name' \
        restore 'Bring back what was moved to backups' \
        run 'Run one command under an account' \
        setup 'Load the functions and completions in your shells' \
        share 'Share an entry again that was made own' \
        status 'Say all about one login, and what to do about it' \
        sync 'Bring accounts in order with the real home' \
        unbind 'Take a binding away' \
        uninstall 'Give the rc files back as they were' \
        usage 'Show how much of the limits of each account is left' \
        use 'Activate an account in this shell' \
        verify 'Prove on this machine that two accounts stay apart'
end

# The options of a command; of swop itself, if it is empty.
function __swop_options
    builtin printf '%s\t%s\n' --help 'Show help'
    if builtin test -z "$argv[1]"
        builtin printf '%s\t%s\n' --version 'Show the version'
        return
    end
    builtin contains -- $argv[1] add; and builtin printf '%s\t%s\n' \
        --isolation 'How much is the account\'s' \
        --from 'An auth.json, which moves into the account' \
        --copy 'Copy it instead: for API keys' \
        --codex-home 'An existing CODEX_HOME folder, in place' \
        --login 'And log it in'
    builtin contains -- $argv[1] add login; and builtin printf '%s\t%s\n' \
        --device-auth 'By a code that you enter in a browser anywhere' \
        --with-api-key 'With an API key from stdin' \
        --with-access-token 'With an access token from stdin'
    builtin contains -- $argv[1] backups; and builtin printf '%s\t%s\n' \
        --older-than 'Such as 90d' \
        --larger-than 'Such as 1G' \
        --logins 'Also those that hold a login'
    builtin contains -- $argv[1] config; and builtin printf '%s\t%s\n' \
        --account 'The account; without it, all of them'
    builtin contains -- $argv[1] daemons; and builtin printf '%s\t%s\n' \
        --unused 'Only if no other codex is open' \
        --stop 'Stop the daemon of an account'
    builtin contains -- $argv[1] doctor; and builtin printf '%s\t%s\n' \
        --fix 'Cure what can be cured safely'
    builtin contains -- $argv[1] env; and builtin printf '%s\t%s\n' \
        --shell 'The shell that evaluates it' \
        --format 'For programs'
    builtin contains -- $argv[1] own; and builtin printf '%s\t%s\n' \
        --copy 'Begin with a copy of the real one' \
        --empty 'Begin with nothing'
    builtin contains -- $argv[1] remove; and builtin printf '%s\t%s\n' \
        --logout 'Also log it out, which revokes the login'
    builtin contains -- $argv[1] remove rename; and builtin printf '%s\t%s\n' \
        --force 'Also while codex runs under it'
    builtin contains -- $argv[1] restore; and builtin printf '%s\t%s\n' \
        --as 'Another name for the account'
    builtin contains -- $argv[1] sync; and builtin printf '%s\t%s\n' \
        --quiet 'Say only what needs you'
    builtin contains -- $argv[1] uninstall; and builtin printf '%s\t%s\n' \
        --purge 'Also move all accounts aside'
    builtin contains -- $argv[1] best usage; and builtin printf '%s\t%s\n' \
        --refresh 'Ask anew, also within a minute' \
        --timeout 'Seconds that each codex may take'
    builtin contains -- $argv[1] use; and builtin printf '%s\t%s\n' \
        --best 'The account with most left of its limits'
    builtin contains -- $argv[1] verify; and builtin printf '%s\t%s\n' \
        --trace 'Watch every file that codex opens' \
        --trace-log 'The log of fs_usage, on macOS' \
        --compare 'Compare two reports'
    builtin contains -- $argv[1] backups best bindings config daemons doctor explain guard list status sync usage verify; and builtin printf '%s\t%s\n' \
        --json 'As JSON'
    builtin contains -- $argv[1] backups setup sync uninstall; and builtin printf '%s\t%s\n' \
        --dry-run 'Only say what would be done'
    builtin contains -- $argv[1] logout remove setup uninstall; and builtin printf '%s\t%s\n' \
        --yes 'Do not ask'
end

# -f stands without a condition: where fish suggests in grey as one types, it asks none, and would suggest files.
complete -c swop -f -a '(__swop_complete)'
