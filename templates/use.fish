<%# What `use` does of an account in a shell that has read this once: the test of drift.fish and the activation of env.fish. -%>
<%# $argv[1]: entering or leaving. Status 1: not in order, or not as simple as this; SWOP_ACCOUNT -%>
<%# is - when it has failed. In a circle none is newer than the next one; a missing one is older than the one before it. -%>
<%# fish takes longer for a path behind a variable than for one that is written out. -%>
if builtin test "$argv[1]" = <%= format %>
    function __swop_use_at_<%- account %>
        builtin path is -- <%- short(edition) %>
        and builtin test <% for (let n = 1; n < cycle.length; n++) { %><% if (n > 1) { %> \
            -a <% } %>! <%- short(cycle[n - 1]) %> -nt <%- short(cycle[n]) %><% } %>
        or return 1
        builtin test "$argv[1]" = leaving; and return 0
        builtin path is -p read,user -- <%- short(env) %>
        and builtin path is -p user -- <%- short(off) %>
        and builtin path is -- <%- short(inputsStamp) %>
<%# Sessions are always shared: there is a walk. (Without a path `path` would read stdin.) -%>
        and not builtin path is -v -d --<% for (const path of walks) { %> <%- short(path) %><% } %>
<% if (present.length > 0) { -%>
        and not builtin path is -v --<% for (const path of present) { %> <%- short(path) %><% } %>
<% } -%>
        and builtin test ! <%- short(env) %> -nt <%- short(outputsStamp) %><% for (const path of inputs) { %> \
            -a ! <%- short(path) %> -nt <%- short(inputsStamp) %><% } %>
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
