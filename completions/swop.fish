# swop: completions for fish 3.6 and later. Written by hand; no process is started.

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

# Sets __swop_typed to the words before the one at the cursor, without options: the first is the command. fish asks the
# conditions below one by one, so they share the answer.
function __swop_read
    builtin set -l line "$(builtin commandline -cp)"
    builtin test "$line" = "$__swop_line"; and return
    builtin set -g __swop_line $line
    builtin set -g __swop_typed
    builtin set -l words (builtin string split -n ' ' -- $line)
    builtin set -e words[1]
    builtin string match -q -- '* ' $line; or builtin set -e words[-1]
    builtin set -l value 0
    for word in $words
        if builtin test $value -eq 1
            builtin set value 0
        else if builtin string match -qr -- '^--(isolation|from|codex-home|shell|format|older-than|larger-than|as|account|stop|compare|trace-log|timeout)$' $word
            builtin set value 1
        else if not builtin string match -q -- '-?*' $word
            builtin set -ga __swop_typed $word
        end
    end
end

# Whether the word at the cursor is the command.
function __swop_first
    __swop_read
    not builtin set -q __swop_typed[1]
end

# Whether the command is one of these.
function __swop_in
    __swop_read
    builtin contains -- "$__swop_typed[1]" $argv
end

# Whether the command is one of these, and the word at the cursor its argument of this number (* for any).
function __swop_at
    __swop_read
    builtin contains -- "$__swop_typed[1]" $argv[2..]; or return
    builtin test "$argv[1]" = '*' -o (builtin count $__swop_typed) = "$argv[1]"
end

# $argv[1]: accounts or backups. `string split` tells fish where a word ends, also where IFS is empty.
function __swop_entries
    for entry in (__swop_folder)/$argv[1]/*/
        builtin string match -r '[A-Za-z0-9_][^/]*(?=/$)' -- $entry
    end | builtin string split \n
end

# The bound folders: in bindings.json each has a line of its own. One with a quote or a newline in it is left out.
function __swop_bound_lines
    builtin set -l file (__swop_folder)/bindings.json
    builtin test -r $file; or return 0
    while builtin read -l line
        builtin string match -rg '^    "(/[^"\\\\]*)": "' -- $line
    end <$file | builtin string split \n
end

complete -c swop -f
complete -c swop -l help -d 'Show help'
complete -c swop -n __swop_first -l version -d 'Show the version'

complete -c swop -n __swop_first -a add -d 'Make an account'
complete -c swop -n __swop_first -a backups -d 'List what was moved aside, or delete what is old'
complete -c swop -n __swop_first -a best -d 'Name the account with most left of its limits'
complete -c swop -n __swop_first -a bind -d 'Bind a folder to an account'
complete -c swop -n __swop_first -a bindings -d 'List the bound folders'
complete -c swop -n __swop_first -a config -d 'Read and change settings, of all accounts or of one'
complete -c swop -n __swop_first -a current -d 'Print the account that is active in this shell'
complete -c swop -n __swop_first -a daemons -d 'List the daemons of codex'
complete -c swop -n __swop_first -a default -d 'Set the account of new shells'
complete -c swop -n __swop_first -a direnv -d 'Make `use swop <account>` known to direnv'
complete -c swop -n __swop_first -a doctor -d 'Find what is wrong, and cure it'
complete -c swop -n __swop_first -a env -d 'Print what activates an account, for eval'
complete -c swop -n __swop_first -a envrc -d 'Write `use swop <account>` into an .envrc'
complete -c swop -n __swop_first -a explain -d 'Say where each variable comes from'
complete -c swop -n __swop_first -a guard -d "Keep an account's commands from other accounts' logins"
complete -c swop -n __swop_first -a init -d 'Print the shell functions'
complete -c swop -n __swop_first -a list -d 'List the accounts and their logins'
complete -c swop -n __swop_first -a login -d 'Log an account in with codex'
complete -c swop -n __swop_first -a logout -d 'Log an account out with codex'
complete -c swop -n __swop_first -a off -d 'Put the environment back as it was'
complete -c swop -n __swop_first -a own -d "Make an entry of the home an account's own"
complete -c swop -n __swop_first -a remove -d 'Move an account to backups'
complete -c swop -n __swop_first -a rename -d 'Give an account another name'
complete -c swop -n __swop_first -a restore -d 'Bring back what was moved to backups'
complete -c swop -n __swop_first -a run -d 'Run one command under an account'
complete -c swop -n __swop_first -a setup -d 'Load the functions and completions in your shells'
complete -c swop -n __swop_first -a share -d 'Share an entry again that was made own'
complete -c swop -n __swop_first -a status -d 'Say all about one login, and what to do about it'
complete -c swop -n __swop_first -a sync -d 'Bring accounts in order with the real home'
complete -c swop -n __swop_first -a unbind -d 'Take a binding away'
complete -c swop -n __swop_first -a uninstall -d 'Give the rc files back as they were'
complete -c swop -n __swop_first -a usage -d 'Show how much of the limits of each account is left'
complete -c swop -n __swop_first -a use -d 'Activate an account in this shell'
complete -c swop -n __swop_first -a verify -d 'Prove on this machine that two accounts stay apart'

complete -c swop -n '__swop_at 1 use run login logout rename remove bind envrc own share status env default' -a '(__swop_entries accounts)' -d Account
complete -c swop -n '__swop_at "*" sync doctor usage' -a '(__swop_entries accounts)' -d Account
complete -c swop -n '__swop_at 1 status' -a default -d 'The login without an account'
complete -c swop -n '__swop_at "*" usage' -a default -d 'The login without an account'
complete -c swop -n '__swop_at 1 env' -a off -d 'End the activation'
complete -c swop -n '__swop_at 1 default' -a none -d 'New shells start without an account'
complete -c swop -n '__swop_at 1 guard' -a 'on off status'
complete -c swop -n '__swop_at 2 guard' -a '(__swop_entries accounts)' -d Account
complete -c swop -n '__swop_at 1 backups' -a prune -d 'Delete for good'
complete -c swop -n '__swop_at 1 restore' -a '(__swop_entries backups)' -d Backup
complete -c swop -n '__swop_at 1 config' -a 'get set unset edit schema'
complete -c swop -n '__swop_at 2 config' -a 'default share. overrides. isolation' -d Setting
complete -c swop -n '__swop_at 1 direnv' -a 'install uninstall'
complete -c swop -n '__swop_at 1 init' -a 'bash zsh fish' -d Shell
complete -c swop -n '__swop_at "*" setup' -a 'bash zsh fish' -d Shell
complete -c swop -n '__swop_at 1 unbind' -a '(__swop_bound_lines)' -d 'Bound folder'
complete -c swop -n '__swop_at "*" explain' -a '(builtin set -xn)' -d Variable
complete -c swop -n '__swop_at 1 unbind; or __swop_at 2 bind envrc own share' -F
complete -c swop -n '__swop_in run; and not __swop_at 1 run' -F

complete -c swop -n '__swop_in add' -l isolation -x -a 'overlay codex strict' -d 'How much is the account\'s'
complete -c swop -n '__swop_in add' -l from -r -F -d 'An auth.json, which moves into the account'
complete -c swop -n '__swop_in add' -l copy -d 'Copy it instead: for API keys'
complete -c swop -n '__swop_in add' -l codex-home -r -F -d 'An existing CODEX_HOME folder, in place'
complete -c swop -n '__swop_in add' -l login -d 'And log it in'
complete -c swop -n '__swop_in add login' -l device-auth -d 'By a code that you enter in a browser anywhere'
complete -c swop -n '__swop_in add login' -l with-api-key -d 'With an API key from stdin'
complete -c swop -n '__swop_in add login' -l with-access-token -d 'With an access token from stdin'
complete -c swop -n '__swop_in backups' -l older-than -x -d 'Such as 90d'
complete -c swop -n '__swop_in backups' -l larger-than -x -d 'Such as 1G'
complete -c swop -n '__swop_in backups' -l logins -d 'Also those that hold a login'
complete -c swop -n '__swop_in config' -l account -x -a '(__swop_entries accounts)' -d 'The account; without it, all of them'
complete -c swop -n '__swop_in daemons' -l unused -d 'Only if no other codex is open'
complete -c swop -n '__swop_in daemons' -l stop -x -a '(__swop_entries accounts) default' -d 'Stop the daemon of an account'
complete -c swop -n '__swop_in doctor' -l fix -d 'Cure what can be cured safely'
complete -c swop -n '__swop_in env' -l shell -x -a 'sh bash zsh fish' -d 'The shell that evaluates it'
complete -c swop -n '__swop_in env' -l format -x -a 'sh bash zsh fish json dotenv' -d 'For programs'
complete -c swop -n '__swop_in own' -l copy -d 'Begin with a copy of the real one'
complete -c swop -n '__swop_in own' -l empty -d 'Begin with nothing'
complete -c swop -n '__swop_in remove' -l logout -d 'Also log it out, which revokes the login'
complete -c swop -n '__swop_in remove rename' -l force -d 'Also while codex runs under it'
complete -c swop -n '__swop_in restore' -l as -x -d 'Another name for the account'
complete -c swop -n '__swop_in sync' -l quiet -d 'Say only what needs you'
complete -c swop -n '__swop_in uninstall' -l purge -d 'Also move all accounts aside'
complete -c swop -n '__swop_in best usage' -l refresh -d 'Ask anew, also within a minute'
complete -c swop -n '__swop_in best usage' -l timeout -x -d 'Seconds that each codex may take'
complete -c swop -n '__swop_in use' -l best -d 'The account with most left of its limits'
complete -c swop -n '__swop_in verify' -l trace -d 'Watch every file that codex opens'
complete -c swop -n '__swop_in verify' -l trace-log -r -F -d 'The log of fs_usage, on macOS'
complete -c swop -n '__swop_in verify' -l compare -r -F -d 'Compare two reports'
complete -c swop -n '__swop_in backups best bindings config daemons doctor explain guard list status sync usage verify' -l json -d 'As JSON'
complete -c swop -n '__swop_in backups setup sync uninstall' -l dry-run -d 'Only say what would be done'
complete -c swop -n '__swop_in logout remove setup uninstall' -l yes -d 'Do not ask'
