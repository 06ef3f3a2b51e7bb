<%# What `use` does of an account in a shell that has read this once: the test of drift.fish and the activation of env.fish. -%>
<%# $argv[1]: the account's folder; $argv[2]: entering or leaving. Status 1: not in order, or not as simple as this; SWOP_ACCOUNT -%>
<%# is - when it has failed. In a circle none is newer than the next one; a missing one is older than the one before it. The real home is always there, and newer than a stamp that is missing. -%>
if builtin test "$argv[1]" = <%= format %>
    function __swop_use_at_<%- account %>
        builtin set -l __swop_at $argv[1]
        builtin set -l __swop_to <%= home %>
        builtin test -e <%- short(edition) %> -a -r <%- short(env) %> -a -O <%- short(env) %><% for (let n = 1; n < cycle.length; n++) { %> \
            -a ! <%- short(cycle[n - 1]) %> -nt <%- short(cycle[n]) %><% } %>
        or return 1
        builtin test "$argv[2]" = leaving; and return 0
        builtin test -O <%- short(off) %><% if (!inputs.includes(home)) { %> -a -e <%- short(inputsStamp) %><% } %><% for (const path of inputs) { %> \
            -a ! <%- short(path) %> -nt <%- short(inputsStamp) %><% } for (const path of present) { %> \
            -a -e <%- short(path) %><% } for (const path of walks) { %> \
            -a -d <%- short(path) %><% } %>
        or return 1
        builtin set -q <%- unset.join(' ') %>
        builtin test $status -eq <%- unset.length %>; or return 1
        builtin set -gx SWOP_ACCOUNT -
<% for (const { name, value } of set) { -%>
        builtin set -gx <%- name %> <%= value %>
<% } for (const name of restore) { -%>
        <%- include('restore.fish', { name }) -%>
<% } -%>
        builtin test "<%- set.map(({ name }) => '$' + name).join(':') %>" = <%= set.map(({ value }) => value).join(':') %>; or return 1
        builtin set -gx SWOP_ACCOUNT <%= account %>
    end
    builtin set -ga __swop_known <%= account %>
end
