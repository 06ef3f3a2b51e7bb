<%# What `use` does of an account in a shell that has read this once: the test of drift.fish and the activation of env.fish. -%>
<%# Status 1: not in order, or not as simple as this. $argv: the account that is left, and what `use -` means from then on. -%>
<%# The folders and the env file have one time: in a circle none is newer than the next one, and a missing one is older than -%>
<%# the one before it. The real home is always there, and newer than a stamp that is missing. -%>
<%# As few words as can be: to fish 3.6 a statement is 3 µs, a look 3, a quoted word more than a plain one, and a path behind a -%>
<%# variable more than one that is written out. -%>
<%# One question with -o all through: behind -a each would need a ! of its own. An error of `test` would count as in order, so -%>
<%# that nothing may stand here that can be one: paths, $status, and a variable behind an x. -%>
<% const word = (path) => (/^\/[\w./:+-]*$/.test(path) ? path : short(path)) -%>
<% const newer = (path, other) => `${word(path)} -nt ${word(other)}` -%>
<% const circle = (paths) => paths.slice(1).map((path, n) => newer(paths[n], path)) -%>
<% const anyOf = (tests) => tests.join(' \\\n            -o ') -%>
<% const stamp = inputs.includes(home) ? [] : [`! -e ${word(inputsStamp)}`] -%>
if builtin test "$argv[1]" = <%= format %>
    function __swop_leave_<%- account %>
        ! builtin test <%- anyOf(circle(cycles.leaving)) %>
    end
    function __swop_enter_<%- account %>
        builtin set -q <%- unset.join(' ') %>
        builtin test <%- anyOf([
          `$status -ne ${unset.length} -o "x$SWOP_ROOT" != x${word(root)} -o ! -d ${word(ways.entering)} -o ! -r ${word(env)} -o ! -O ${word(env)}`,
          ...circle(cycles.entering),
          ...stamp,
          ...inputs.map((path) => newer(path, inputsStamp)),
          ...walks.map((path) => `! -d ${word(path)}`),
          ...present.map((path) => `! -e ${word(path)}`),
          ...absent.map((path) => `-e ${word(path)}`),
        ]) %>
        and return 1
        builtin set -gx SWOP_ACCOUNT -
<%# SWOP_ROOT is the same in all accounts. -%>
<% for (const { name, value } of set.filter(({ name }) => name !== 'SWOP_ROOT')) { -%>
        builtin set -gx <%- name %> <%- word(value) %>
<% } for (const name of restore) { -%>
        <%- include('restore.fish', { name }) -%>
<% } -%>
<%# Nothing is read-only in fish, but a handler of one's own may put a variable back: these decide whose login and state it is. -%>
<% const vital = set.filter(({ name }) => ['HOME', 'CODEX_HOME', 'CODEX_SQLITE_HOME'].includes(name)) -%>
        builtin test "<%- vital.map(({ name }) => '$' + name).join(':') %>" = <%- word(vital.map(({ value }) => value).join(':')) %>
        or begin
            builtin set -gx SWOP_ACCOUNT "$argv[1]"
            return 1
        end
        builtin set -gx SWOP_ACCOUNT <%= account %>
        builtin set -g __swop_previous $argv[2]
    end
    builtin set -ga __swop_known <%= account %>
end
